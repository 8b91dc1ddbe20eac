import { connectionPages, type ConnectionPages } from '../support/connection-pages';
import { openPanel, type Panel } from '../support/panel';
import { untilEqual } from '../support/people';
import { ADDRESS, SAMPLE_STRATEGY } from '../support/sample-connections';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { connectionNamed } from '../support/users';

const SECRET = 'a secret of the browser';
/** What the browser writes of a request that the server refuses on purpose. */
const REFUSALS = /status of (400|409)/;

describe('the form of a connection', () => {
  let app: TestStrapi;
  let panel: Panel;
  let pages: ConnectionPages;

  beforeAll(async () => {
    app = await startStrapi({
      panel: true,
      env: {
        ...SAMPLE_STRATEGY,
        USER_PROFILE_CONFIG: JSON.stringify({
          connections: [{ name: 'configured', strategy: 'sample', options: { address: ADDRESS } }],
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
    for (const [strategy, label] of [
      ['Database', 'Password policy'],
      ['Web service', 'Signing secret'],
      ['Email code', 'Sender'],
      ['OpenID Connect', 'Issuer'],
      ['Sample', 'Address'],
    ]) {
      await pages.openForm(strategy);
      await pages.see(label);
    }
    expect(panel.complaints()).toEqual([]);
  });

  it('makes a connection with an option of every kind', async () => {
    await pages.openForm('Sample');
    await pages.field('Name').fill('acme');
    await pages.field('Display name').fill('Acme Sample');
    await pages.field('Address').fill(ADDRESS);
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
    await pages.told('Acme Sample was created');
    await panel.page.getByRole('heading', { name: 'Acme Sample' }).waitFor();
    await pages.see('Accept: text/plain');
    await panel.screenshot('connection-made');
    expect(await connectionNamed(app, 'acme')).toMatchObject({
      display_name: 'Acme Sample',
      strategy: 'sample',
      enabled: true,
      secrets_set: ['api_key'],
      options: {
        address: ADDRESS,
        seconds: 20,
        strict: true,
        level: 'high',
        origins: ['https://a.example.com', 'https://b.example.com'],
        headers: { Accept: 'text/plain' },
        disable_signup: true,
      },
    });
  });

  it('says at each field what is missing or out of range', async () => {
    await pages.openForm('Sample');
    await pages.button('Create').click();
    await untilEqual(() => pages.errorOf('Name'), 'This field is required.');
    expect(await pages.errorOf('Address')).toBe('This field is required.');
    await pages.untilFocused('name');

    await pages.field('Name').fill('a--b');
    await pages.field('Address').fill('nowhere');
    await pages.field('Seconds').fill('99');
    await pages.button('Create').click();
    await untilEqual(
      () => pages.errorOf('Name'),
      'Use letters and digits, separated by single hyphens.'
    );
    expect(await pages.errorOf('Seconds')).toBe('Enter at most 60.');
    expect(await pages.errorOf('Address')).toBeNull();
  });

  it('says at each field what the server finds wrong', async () => {
    await pages.openForm('Sample');
    await pages.field('Name').fill('acme');
    await pages.field('Address').fill('nowhere');
    await pages.field('Origins').fill('https://a.example.com\nnowhere');
    await pages.button('Create').click();
    await untilEqual(() => pages.errorOf('Address'), 'Invalid URL');
    expect(await pages.errorOf('Origins')).toBe('Line 2: Invalid URL');
    await pages.untilFocused('options.address');
    await panel.screenshot('connection-form-errors');

    await pages.field('Address').fill(ADDRESS);
    await pages.field('Origins').fill('');
    await pages.button('Create').click();
    await untilEqual(() => pages.errorOf('Name'), 'There is a connection "acme" already');
    await pages.field('Name').fill('google');
    await pages.button('Create').click();
    await untilEqual(
      () => pages.errorOf('Name'),
      '"google" is the name of a provider of Users & Permissions'
    );
    expect((await connectionNamed(app, 'acme')).display_name).toBe('Acme Sample');
  });

  it('asks before what was typed is thrown away', async () => {
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

  it('changes a connection, and gives the focus back', async () => {
    await pages.openEditor('acme');
    await pages.field('Display name').fill('Acme Renamed');
    await pages.field('Seconds').fill('30');
    await pages.button('Headers: remove line 1').click();
    await pages.untilFocused('Headers: add a line');
    await pages.button('Save').click();
    await pages.told('Acme Renamed was saved');
    await panel.page.getByRole('heading', { name: 'Acme Renamed' }).waitFor();
    await pages.untilFocused('Edit');
    expect(await connectionNamed(app, 'acme')).toMatchObject({
      display_name: 'Acme Renamed',
      secrets_set: ['api_key'],
      options: { seconds: 30, headers: {}, level: 'high' },
    });

    await pages.button('Edit').click();
    await pages.field('Address').fill('nowhere');
    await pages.button('Save').click();
    await untilEqual(() => pages.errorOf('Address'), 'Invalid URL');
    await pages.button('Cancel').click();
    await pages.dialog.getByRole('button', { name: 'Discard' }).click();
    await pages.see(ADDRESS);
  });

  it('keeps the lines of a text that has several', async () => {
    await pages.openForm('Email code');
    await pages.field('Name').fill('codes');
    const text = await pages.field('Text').inputValue();
    expect(text).toContain('\n');
    await pages.field('Text').fill(`Hello.\n${text}`);
    await pages.field('Sender').fill('shop@example.com');
    await pages.button('Create').click();
    await pages.told('codes was created');
    expect((await connectionNamed(app, 'codes')).options).toMatchObject({
      text: `Hello.\n${text}`,
      from: 'shop@example.com',
      code_minutes: 10,
    });
    await panel.screenshot('connection-email');
  });

  it('is not there for what is set up elsewhere, but for a name', async () => {
    await pages.open('configured');
    await pages.see(/configured in config\/plugins/);
    expect(await pages.button('Edit').count()).toBe(0);
    expect(await pages.button('Delete').count()).toBe(0);
    expect(await pages.main.getByRole('switch').count()).toBe(0);

    await pages.open('local');
    await pages.button('Rename').click();
    expect(await pages.button('Delete').count()).toBe(0);
    await pages.field('Display name').fill('Customers');
    await pages.button('Save').click();
    await pages.told('Customers was saved');
    await pages.main.getByRole('link', { name: 'Settings of Customers' }).waitFor();
  });

  it('leaves no complaint in the browser', () => {
    expect(panel.complaints().filter((line) => !REFUSALS.test(line))).toEqual([]);
  });
});
