import { connectionPages, type ConnectionPages } from '../support/connection-pages';
import { arrive, SIGNED_IN_PAGE, trade } from '../support/connections';
import { startOpenIdProvider, type OpenIdProvider } from '../support/openid';
import { openPanel, type Panel } from '../support/panel';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { connectionNamed } from '../support/users';
import { newVisitor } from '../support/visitor';

const SECRET = 'sample-secret-of-the-site';
const OTHER_SECRET = 'another-secret-of-the-site';

describe('a connection to an OpenID provider', () => {
  let app: TestStrapi;
  let panel: Panel;
  let pages: ConnectionPages;
  let provider: OpenIdProvider;
  /** All that the server has answered to the browser. */
  const answers: Promise<string>[] = [];

  beforeAll(async () => {
    provider = await startOpenIdProvider();
    const sources = { allowPrivateAddresses: [provider.host] };
    app = await startStrapi({
      panel: true,
      env: { USER_PROFILE_CONFIG: JSON.stringify({ sources }) },
    });
    panel = await openPanel(app, await app.createAdmin());
    pages = connectionPages(panel);
    panel.page.on('response', (response) => {
      if (response.url().includes('/user-profile/')) {
        answers.push(response.text().catch(() => ''));
      }
    });
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
    await provider?.stop();
  });

  const secretInput = () => pages.main.locator('input[name="options.client_secret"]');
  const fact = (label: string) =>
    pages.main
      .locator('dt', { hasText: new RegExp(`^${label}$`, 'i') })
      .locator('xpath=following-sibling::dd')
      .innerText();
  const copied = async (what: string) => {
    await pages.button(`Copy ${what}`).click();
    return panel.page.evaluate(() => navigator.clipboard.readText());
  };
  const signIn = async () => {
    const start = `${app.url}/api/user-profile/connect/staff`;
    const { query } = await arrive(newVisitor(), start);
    return query.code ? trade(app, query) : null;
  };

  it('is made by its form', async () => {
    await pages.openForm('OpenID Connect');
    await pages.field('Name').first().fill('staff');
    await pages.field('Issuer').fill(provider.url);
    await pages.field('Client ID').fill('sample-site');
    await secretInput().fill(SECRET);
    await pages.field('Allowed redirect URLs').fill(SIGNED_IN_PAGE);
    await pages.main
      .getByRole('group', { name: 'Claim mapping' })
      .getByRole('textbox', { name: 'Picture' })
      .fill('avatar');
    await pages.choose('Client authentication', 'Secret in the header (client_secret_basic)');
    await pages.button('Create').click();
    await pages.told('staff was created');
    expect(await fact('Client secret')).toBe('Set (never shown)');
    expect(await connectionNamed(app, 'staff')).toMatchObject({
      secrets_set: ['client_secret'],
      options: {
        issuer: provider.url,
        redirect_urls: [SIGNED_IN_PAGE],
        attributes: { picture: 'avatar' },
        token_endpoint_auth_method: 'client_secret_basic',
      },
    });
  });

  it('tells what the provider and the front end need to know, and lets people in', async () => {
    await panel.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await pages.open('staff');
    const callback = await copied('Callback URL');
    expect(callback).toMatch(/\/api\/user-profile\/connect\/staff\/callback$/);
    const sample = await copied('Sample code for the front end');
    expect(sample).toContain("JSON.stringify({ connection: 'staff', code })");
    await provider.set({
      redirectUris: [callback],
      people: { acacia: { email: 'acacia@example.test', email_verified: true } },
    });
    expect((await signIn())?.status).toBe(200);
  });

  it('shows of its secret only that one is kept', async () => {
    await pages.openEditor('staff');
    expect(await secretInput().inputValue()).toBe('');
    await pages.see('A secret is set. Leave empty to keep it.');
    await panel.screenshot('connection-oidc-edit');
    await pages.field('Display name').fill('Staff');
    await pages.button('Save').click();
    await pages.told('Staff was saved');
    expect((await signIn())?.status).toBe(200);

    await pages.button('Edit').click();
    await secretInput().fill(OTHER_SECRET);
    await pages.button('Save').click();
    await pages.button('Edit').waitFor();
    expect((await signIn())?.status).not.toBe(200);
    await pages.button('Edit').click();
    await secretInput().fill(SECRET);
    await pages.button('Save').click();
    await pages.button('Edit').waitFor();
    expect((await signIn())?.status).toBe(200);
  });

  it('has a secret that can be removed, by keyboard too', async () => {
    await pages.openEditor('staff');
    await pages.button('Remove: Client secret').focus();
    await panel.page.keyboard.press('Enter');
    await pages.see('Will be removed when you save.');
    await pages.untilFocused('Keep: Client secret');
    await panel.page.keyboard.press('Enter');
    await pages.untilFocused('Remove: Client secret');
    await panel.page.keyboard.press('Enter');
    await pages.button('Save').click();
    await pages.see('Is needed for this way to prove the client');
    await pages.button('Keep: Client secret').click();
    await pages.button('Cancel').click();
    await pages.main.getByText('Set (never shown)').waitFor();
  });

  it('is tested: what the provider answered, and no more once it is changed', async () => {
    await pages.open('staff');
    expect(await pages.test('The connection works.')).toEqual([
      ['Load the provider’s configuration', provider.url],
      ['Check the provider’s endpoints', `${provider.url}/auth, with userinfo`],
      ['Load the provider’s signing keys', '1 key'],
    ]);
    await panel.screenshot('connection-oidc-test');

    await pages.button('Edit').click();
    await pages.field('Issuer').fill(`${provider.url}/nowhere`);
    await pages.see('You changed the URL. Enter the secret again.');
    await pages.field('Client secret').fill(OTHER_SECRET);
    await pages.button('Save').click();
    await pages.told('Staff was saved');
    await pages.button('Edit').waitFor();
    expect(await pages.main.getByText('The connection works.', { exact: true }).count()).toBe(0);

    const [[step, message], ...more] = await pages.test('The connection doesn’t work.');
    expect([step, more]).toEqual(['Load the provider’s configuration', []]);
    expect(message).toMatch(/provider|source/i);
    await panel.screenshot('connection-oidc-test-failed');
  });

  it('has told its secret to nobody', async () => {
    const told = (await Promise.all(answers)).join('\n');
    expect(told).toContain('"secrets_set":["client_secret"]');
    expect(told).not.toContain(SECRET);
    expect(told).not.toContain(OTHER_SECRET);
    expect(told).not.toMatch(/"client_secret":"/);
    expect(await panel.page.content()).not.toContain(SECRET);
    expect(app.output()).not.toContain(SECRET);
  });

  it('leaves no complaint in the browser', () => {
    expect(panel.complaints().filter((line) => !/status of 400/.test(line))).toEqual([]);
  });
});
