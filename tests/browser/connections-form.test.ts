import { connectionPages, type ConnectionPages } from '../support/connection-pages';
import { openPanel, type Panel } from '../support/panel';
import { SAMPLE_STRATEGY, SOURCE_URL } from '../support/sample-connections';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { getConnection } from '../support/users';
import { waitForEqual } from '../support/wait';

const SECRET = 'a secret of the browser';
/** Console messages of the browser for requests that the tests expect to fail. */
const REJECTIONS = /status of (400|409)/;

describe('the connection form', () => {
  let app: TestStrapi;
  let panel: Panel;
  let pages: ConnectionPages;

  beforeAll(async () => {
    app = await startStrapi({
      panel: true,
      env: {
        ...SAMPLE_STRATEGY,
        USER_PROFILE_CONFIG: JSON.stringify({
          connections: [
            { name: 'configured', strategy: 'sample', options: { address: SOURCE_URL } },
          ],
        }),
      },
    });
    panel = await openPanel(app, await app.createAdmin());
    pages = connectionPages(panel);
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
  });

  it('opens for each strategy', async () => {
    await pages.open();
    for (const [strategy, label] of [
      ['Database', 'Password policy'],
      ['Web service', 'Signing secret'],
      ['Email code', 'Sender'],
      ['OpenID Connect', 'Issuer'],
      ['Sample', 'Address'],
    ]) {
      await pages.openForm(strategy, panel.go);
      await pages.waitForText(label);
    }
    expect(panel.complaints()).toEqual([]);
  });

  it('creates a connection with an option of every type', async () => {
    await pages.openForm('Sample');
    await pages.field('Name').fill('acme');
    await pages.field('Display name').fill('Acme Sample');
    await pages.field('Address').fill(SOURCE_URL);
    await pages.main.locator('input[name="options.api_key"]').fill(SECRET);
    await pages.field('Seconds').fill('20');
    await pages.choose('Level', 'high');
    await pages.field('Origins').fill('https://a.example.com\nhttps://b.example.com');
    await pages.button('Headers: add a line').click();
    await pages.field('Headers: name on line 1').fill('Accept');
    await pages.field('Headers: value on line 1').fill('text/plain');
    await pages.main.getByRole('checkbox', { name: 'Disable sign-ups' }).check();
    await panel.screenshot('connection-form');
    await pages.button('Create').click();

    await panel.page.waitForURL(/\/connections\/acme$/);
    await pages.waitForNotification('Acme Sample was created');
    await panel.page.getByRole('heading', { name: 'Acme Sample' }).waitFor();
    await pages.waitForText('Accept: text/plain');
    await panel.screenshot('connection-made');
    expect(await getConnection(app, 'acme')).toMatchObject({
      display_name: 'Acme Sample',
      strategy: 'sample',
      enabled: true,
      secrets_set: ['api_key'],
      options: {
        address: SOURCE_URL,
        seconds: 20,
        strict: true,
        level: 'high',
        origins: ['https://a.example.com', 'https://b.example.com'],
        headers: { Accept: 'text/plain' },
        disable_signup: true,
      },
    });
  });

  it('shows missing and out-of-range values at their fields', async () => {
    await pages.openForm('Sample');
    await pages.button('Create').click();
    await waitForEqual(() => pages.getFieldError('Name'), 'This field is required.');
    expect(await pages.getFieldError('Address')).toBe('This field is required.');
    await pages.waitForFocus('name');

    await pages.field('Name').fill('a--b');
    await pages.field('Address').fill('nowhere');
    await pages.field('Seconds').fill('99');
    await pages.button('Create').click();
    await waitForEqual(
      () => pages.getFieldError('Name'),
      'Use letters and digits, separated by single hyphens.'
    );
    expect(await pages.getFieldError('Seconds')).toBe('Enter at most 60.');
    expect(await pages.getFieldError('Address')).toBeNull();
  });

  it('shows validation errors of the server at their fields', async () => {
    await pages.openForm('Sample');
    await pages.field('Name').fill('acme');
    await pages.field('Address').fill('nowhere');
    await pages.field('Origins').fill('https://a.example.com\nnowhere');
    await pages.button('Create').click();
    await waitForEqual(() => pages.getFieldError('Address'), 'Enter a valid URL.');
    expect(await pages.getFieldError('Origins')).toBe('Line 2: Enter a valid URL.');
    await pages.waitForFocus('options.address');
    await panel.screenshot('connection-form-errors');

    await pages.field('Address').fill(SOURCE_URL);
    await pages.field('Origins').fill('');
    await pages.button('Create').click();
    await waitForEqual(
      () => pages.getFieldError('Name'),
      'A connection with the name “acme” already exists.'
    );
    await pages.field('Name').fill('google');
    await pages.button('Create').click();
    await waitForEqual(
      () => pages.getFieldError('Name'),
      '“google” is reserved by Users & Permissions. Choose another name.'
    );
    expect((await getConnection(app, 'acme')).display_name).toBe('Acme Sample');
  });

  it('asks for confirmation before it discards unsaved input', async () => {
    await pages.openForm('Sample');
    await pages.field('Name').fill('unsaved');
    await pages.main.getByRole('link', { name: 'Cancel' }).click();
    await pages.dialog.getByText(/All your modifications will be lost/).waitFor();
    await pages.dialog.getByRole('button', { name: 'Cancel' }).click();
    expect(await pages.field('Name').inputValue()).toBe('unsaved');
    await pages.main.getByRole('link', { name: 'Cancel' }).click();
    await pages.dialog.getByRole('button', { name: 'Confirm' }).click();
    await panel.page.waitForURL(/\/connections$/);
  });

  it('saves changes and returns the focus to the Edit button', async () => {
    await pages.openEditor('acme', panel.go);
    await pages.field('Display name').fill('Acme Renamed');
    await pages.field('Seconds').fill('30');
    await pages.button('Headers: remove line 1').click();
    await pages.waitForFocus('Headers: add a line');
    await pages.button('Save').click();
    await pages.waitForNotification('Acme Renamed was saved');
    await panel.page.getByRole('heading', { name: 'Acme Renamed' }).waitFor();
    await pages.waitForFocus('Edit');
    expect(await getConnection(app, 'acme')).toMatchObject({
      display_name: 'Acme Renamed',
      secrets_set: ['api_key'],
      options: { seconds: 30, headers: {}, level: 'high' },
    });

    await pages.button('Edit').click();
    await pages.field('Address').fill('nowhere');
    await pages.button('Save').click();
    await waitForEqual(() => pages.getFieldError('Address'), 'Enter a valid URL.');
    await pages.button('Cancel').click();
    await pages.dialog.getByRole('button', { name: 'Discard' }).click();
    await pages.waitForText(SOURCE_URL);
  });

  it('keeps the line breaks of a multi-line text', async () => {
    await pages.openForm('Email code');
    await pages.field('Name').fill('codes');
    const text = await pages.field('Text').inputValue();
    expect(text).toContain('\n');
    await pages.field('Text').fill(`Hello.\n${text}`);
    await pages.field('Sender').fill('shop@example.com');
    await pages.button('Create').click();
    await pages.waitForNotification('codes was created');
    expect((await getConnection(app, 'codes')).options).toMatchObject({
      text: `Hello.\n${text}`,
      from: 'shop@example.com',
      code_minutes: 10,
    });
    await panel.screenshot('connection-email');
  });

  it('is unavailable for connections from the config file and only renames "local"', async () => {
    await pages.open('configured');
    await pages.waitForText(/configured in config\/plugins/);
    expect(await pages.button('Edit').count()).toBe(0);
    expect(await pages.button('Delete').count()).toBe(0);
    expect(await pages.main.getByRole('switch').count()).toBe(0);

    await pages.go('local');
    await pages.button('Rename').click();
    expect(await pages.button('Delete').count()).toBe(0);
    await pages.field('Display name').fill('Customers');
    await pages.button('Save').click();
    await pages.waitForNotification('Customers was saved');
    await pages.main.getByRole('link', { name: /settings of Customers$/ }).waitFor();
  });

  it('causes no unexpected browser errors', () => {
    expect(panel.complaints().filter((line) => !REJECTIONS.test(line))).toEqual([]);
  });
});
