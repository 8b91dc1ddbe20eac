import { connectionPages, type ConnectionPages } from '../support/connection-pages';
import { followRedirects, LOGGED_IN_PAGE } from '../support/connections';
import { logInWithCode } from '../support/logins';
import { type OpenIdProvider, startOpenIdProvider } from '../support/openid';
import { openPanel, type Panel } from '../support/panel';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { getConnection } from '../support/users';
import { newVisitor } from '../support/visitor';

const SECRET = 'sample-secret-of-the-site';
const OTHER_SECRET = 'another-secret-of-the-site';

describe('an OpenID Connect connection in the panel', () => {
  let app: TestStrapi;
  let panel: Panel;
  let pages: ConnectionPages;
  let provider: OpenIdProvider;
  /** The bodies of all responses of the plugin that the browser received. */
  const bodies: Promise<string>[] = [];

  beforeAll(async () => {
    provider = await startOpenIdProvider();
    const sources = { allowedPrivateHosts: [provider.host] };
    app = await startStrapi({
      panel: true,
      env: { USER_PROFILE_CONFIG: JSON.stringify({ sources }) },
    });
    panel = await openPanel(app, await app.createAdmin());
    pages = connectionPages(panel);
    panel.page.on('response', (response) => {
      if (response.url().includes('/user-profile/')) {
        bodies.push(response.text().catch(() => ''));
      }
    });
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
    await provider?.stop();
  });

  const secretInput = () => pages.main.locator('input[name="options.client_secret"]');
  const getFact = (label: string) =>
    pages.main
      .locator('dt', { hasText: new RegExp(`^${label}$`, 'i') })
      .locator('xpath=following-sibling::dd')
      .innerText();
  const getCopiedText = async (what: string) => {
    await pages.button(`Copy ${what}`).click();
    return panel.page.evaluate(() => navigator.clipboard.readText());
  };
  const logIn = async () => {
    const start = `${app.url}/api/user-profile/connect/staff`;
    const { query } = await followRedirects(newVisitor(), start);
    return query.code ? logInWithCode(app, query) : null;
  };

  it('is created with its form', async () => {
    await pages.openForm('OpenID Connect');
    await pages.field('Name').first().fill('staff');
    await pages.field('Issuer').fill(provider.url);
    await pages.field('Client ID').fill('sample-site');
    await secretInput().fill(SECRET);
    await pages.field('Allowed redirect URLs').fill(LOGGED_IN_PAGE);
    await pages.main
      .getByRole('group', { name: 'Claim mapping' })
      .getByRole('textbox', { name: 'Picture' })
      .fill('avatar');
    await pages.choose('Client authentication', 'Secret in the header (client_secret_basic)');
    await pages.button('Create').click();
    await pages.waitForNotification('staff was created');
    expect(await getFact('Client secret')).toBe('Set (never shown)');
    expect(await getConnection(app, 'staff')).toMatchObject({
      secrets_set: ['client_secret'],
      options: {
        issuer: provider.url,
        redirect_urls: [LOGGED_IN_PAGE],
        attributes: { picture: 'avatar' },
        token_endpoint_auth_method: 'client_secret_basic',
      },
    });
  });

  it('shows the callback URL and a front-end sample, and logs users in', async () => {
    await panel.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await pages.go('staff');
    const callback = await getCopiedText('Callback URL');
    expect(callback).toMatch(/\/api\/user-profile\/connect\/staff\/callback$/);
    const sample = await getCopiedText('Sample code for the front end');
    expect(sample).toContain("JSON.stringify({ connection: 'staff', code })");
    await provider.set({
      redirectUris: [callback],
      people: { acacia: { email: 'acacia@example.test', email_verified: true } },
    });
    expect((await logIn())?.status).toBe(200);
  });

  it('never shows its client secret and keeps it if the field is empty', async () => {
    await pages.openEditor('staff');
    expect(await secretInput().inputValue()).toBe('');
    await pages.waitForText('A secret is set. Leave empty to keep it.');
    await panel.screenshot('connection-oidc-edit');
    await pages.field('Display name').fill('Staff');
    await pages.button('Save').click();
    await pages.waitForNotification('Staff was saved');
    expect((await logIn())?.status).toBe(200);

    await pages.button('Edit').click();
    await secretInput().fill(OTHER_SECRET);
    await pages.button('Save').click();
    await pages.button('Edit').waitFor();
    expect((await logIn())?.status).not.toBe(200);
    await pages.button('Edit').click();
    await secretInput().fill(SECRET);
    await pages.button('Save').click();
    await pages.button('Edit').waitFor();
    expect((await logIn())?.status).toBe(200);
  });

  it('supports removing the client secret by keyboard, unless its settings require one', async () => {
    await pages.openEditor('staff', panel.go);
    await pages.button('Remove: Client secret').focus();
    await panel.page.keyboard.press('Enter');
    await pages.waitForText('Will be removed when you save.');
    await pages.waitForFocus('Keep: Client secret');
    await panel.page.keyboard.press('Enter');
    await pages.waitForFocus('Remove: Client secret');
    await panel.page.keyboard.press('Enter');
    await pages.button('Save').click();
    await pages.waitForText('This field is required.');
    await pages.button('Keep: Client secret').click();
    await pages.button('Cancel').click();
    await pages.main.getByText('Set (never shown)').waitFor();
  });

  it('shows the result of a connection test until it is changed', async () => {
    await pages.go('staff');
    expect(await pages.runTest('The connection works.')).toEqual([
      ['Load the provider’s configuration', provider.url],
      ['Check the provider’s endpoints', `${provider.url}/auth, with userinfo`],
      ['Load the provider’s signing keys', '1 key'],
      ['Check the client ID and secret', 'client_secret_basic'],
    ]);
    await panel.screenshot('connection-oidc-test');

    await pages.button('Edit').click();
    await pages.field('Issuer').fill(`${provider.url}/nowhere`);
    await pages.waitForText('You changed the URL. Enter the secret again.');
    await pages.field('Client secret').fill(OTHER_SECRET);
    await pages.button('Save').click();
    await pages.waitForNotification('Staff was saved');
    await pages.button('Edit').waitFor();
    expect(await pages.main.getByText('The connection works.', { exact: true }).count()).toBe(0);

    const [[step, message], ...more] = await pages.runTest('The connection doesn’t work.');
    expect([step, more]).toEqual(['Load the provider’s configuration', []]);
    expect(message).toMatch(/provider|source/i);
    await panel.screenshot('connection-oidc-test-failed');
  });

  it('exposes its client secret in no response, page or server log', async () => {
    const responses = (await Promise.all(bodies)).join('\n');
    expect(responses).toContain('"secrets_set":["client_secret"]');
    expect(responses).not.toContain(SECRET);
    expect(responses).not.toContain(OTHER_SECRET);
    expect(responses).not.toMatch(/"client_secret":"/);
    expect(await panel.page.content()).not.toContain(SECRET);
    expect(app.output()).not.toContain(SECRET);
  });

  it('causes no unexpected browser errors', () => {
    expect(panel.complaints().filter((line) => !/status of 400/.test(line))).toEqual([]);
  });
});
