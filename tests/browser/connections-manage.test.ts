import type { Page } from 'playwright-core';

import { ADMIN_ACTIONS } from '../../plugins/user-profile/shared/constants';
import { callAdmin } from '../support/admin-api';
import { createAdminUser } from '../support/admins';
import { openPanel, type Panel } from '../support/panel';
import { untilEqual } from '../support/people';
import { ADDRESS, madeConnection, SAMPLE_STRATEGY, signInBy } from '../support/sample-connections';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { connectionNamed } from '../support/users';

const PAGE = '/plugins/user-profile/connections';

describe('a connection in the panel', () => {
  let app: TestStrapi;
  let panel: Panel;

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
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
  });

  const main = (page: Page = panel.page) => page.getByRole('main');
  const see = (text: string | RegExp) => main().getByText(text).first().waitFor();
  const field = (name: string) => main().getByRole('textbox', { name, exact: true });
  const button = (name: string) => main().getByRole('button', { name, exact: true });
  const dialog = () => panel.page.getByRole('dialog');
  const told = (text: string | RegExp) =>
    panel.page.getByRole('status').getByText(text).first().waitFor();
  const isInvalid = (name: string) => field(name).getAttribute('aria-invalid');

  const openForm = async () => {
    await panel.open(PAGE);
    await main().getByRole('link', { name: 'Create connection' }).click();
    await main()
      .getByRole('link', { name: /Users of a company’s directory/ })
      .click();
    await field('Address').waitFor();
  };

  it('is created from the list, by its strategy and its options', async () => {
    await openForm();
    await panel.screenshot('connection-create');
    await field('Name').fill('acme');
    await field('Display name').fill('Acme Sample');
    await field('Address').fill(ADDRESS);
    await main().getByLabel('Api key').fill('a secret of the browser');
    await main().getByRole('spinbutton', { name: 'Seconds' }).fill('20');
    await main().getByRole('combobox', { name: 'Level' }).click();
    await panel.page.getByRole('option', { name: 'high' }).click();
    await field('Origins').fill('https://a.example.com\nhttps://b.example.com');
    await button('Headers: add a line').click();
    await field('Headers: name on line 1').fill('Accept');
    await field('Headers: value on line 1').fill('text/plain');
    await main().getByRole('checkbox', { name: 'No sign-up' }).check();
    await button('Create').click();

    await panel.page.waitForURL(/\/connections\/acme$/);
    await told('Acme Sample was created');
    await panel.page.getByRole('heading', { name: 'Acme Sample' }).waitFor();
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
    await see('Set (never shown)');
    await see('Accept: text/plain');
    expect(await main().innerText()).not.toContain('a secret of the browser');
    await panel.screenshot('connection-made');
  });

  it('says at each field what is missing or wrong, the server’s words too', async () => {
    await openForm();
    await button('Create').click();
    await untilEqual(() => main().getByText('This field is required.').count(), 2);
    await untilEqual(
      () => panel.page.evaluate(() => document.activeElement?.getAttribute('name')),
      'name'
    );
    await field('Name').fill('a--b');
    await field('Address').fill('nowhere');
    await main().getByRole('spinbutton', { name: 'Seconds' }).fill('99');
    await button('Create').click();
    await see('Letters and digits only, with single hyphens between them.');
    await see('This must be at most 60.');
    expect(await isInvalid('Address')).not.toBe('true');

    await field('Name').fill('acme');
    await main().getByRole('spinbutton', { name: 'Seconds' }).fill('9');
    await field('Origins').fill('https://a.example.com\nnowhere');
    await button('Create').click();
    await see('Invalid URL');
    await see('Line 2: Invalid URL');
    expect(await isInvalid('Address')).toBe('true');
    await panel.screenshot('connection-create-errors');

    await field('Address').fill(ADDRESS);
    await field('Origins').fill('');
    await button('Create').click();
    await see('There is a connection "acme" already');
    expect(await isInvalid('Name')).toBe('true');
    expect((await connectionNamed(app, 'acme')).display_name).toBe('Acme Sample');
  });

  it('asks before what was typed is thrown away', async () => {
    await openForm();
    await field('Name').fill('unsaved');
    await main().getByRole('link', { name: 'Cancel' }).click();
    const question = panel.page.getByRole('alertdialog');
    await question.getByText(/unsaved changes/).waitFor();
    await question.getByRole('button', { name: 'Cancel' }).click();
    expect(await field('Name').inputValue()).toBe('unsaved');
    await main().getByRole('link', { name: 'Cancel' }).click();
    await question.getByRole('button', { name: 'Confirm' }).click();
    await panel.page.waitForURL(/\/connections$/);
  });

  it('is edited and renamed; a secret stays unless it is changed or removed', async () => {
    await panel.open(`${PAGE}/acme`);
    await button('Edit').click();
    expect(await main().getByLabel('Api key').inputValue()).toBe('');
    await see('It is set. Leave this empty to keep it.');
    await panel.screenshot('connection-edit');
    await field('Display name').fill('Acme Renamed');
    await main().getByRole('spinbutton', { name: 'Seconds' }).fill('30');
    await button('Headers: remove line 1').click();
    await button('Save').click();
    await told('Acme Renamed is saved');
    await panel.page.getByRole('heading', { name: 'Acme Renamed' }).waitFor();
    expect(await connectionNamed(app, 'acme')).toMatchObject({
      display_name: 'Acme Renamed',
      secrets_set: ['api_key'],
      options: { seconds: 30, headers: {}, level: 'high' },
    });
    await untilEqual(() => panel.page.evaluate(() => document.activeElement?.textContent), 'Edit');

    await button('Edit').click();
    await field('Address').fill('nowhere');
    await button('Save').click();
    await see('Invalid URL');
    await button('Cancel').click();
    await panel.page.getByRole('alertdialog').getByRole('button', { name: 'Discard' }).click();
    await see(ADDRESS);

    await button('Edit').click();
    await button('Remove: Api key').click();
    await see('It is removed when you save.');
    await button('Save').click();
    await see('Not set');
    expect((await connectionNamed(app, 'acme')).secrets_set).toEqual([]);
  });

  it('is tested, step by step', async () => {
    await panel.open(`${PAGE}/acme`);
    await button('Test now').click();
    await see('It does not work.');
    await see('Reach the source');
    await see(`${ADDRESS} answers`);
    await see('there is none');
    await panel.screenshot('connection-test');
    await callAdmin(app, 'PUT', '/connections/acme', {
      data: { options: { address: ADDRESS, api_key: 'a secret of the browser' } },
    });
    await button('Test now').click();
    await see('It works.');
  });

  it('shows how a front end signs in by it', async () => {
    await panel.open(`${PAGE}/acme`);
    const sample = main().getByRole('region', { name: 'Sample for the front end' });
    expect(await sample.innerText()).toContain(
      "JSON.stringify({ connection: 'acme', identifier, password })"
    );
    await panel.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await main().getByRole('button', { name: 'Copy Sample for the front end' }).click();
    expect(await panel.page.evaluate(() => navigator.clipboard.readText())).toBe(
      await sample.innerText()
    );

    await panel.open(`${PAGE}/local`);
    await see(/\/api\/auth\/local/);
    await madeConnection(app, {
      name: 'oidc-sample',
      strategy: 'oidc',
      options: { issuer: 'https://login.example.com', client_id: 'sample' },
    });
    await panel.open(`${PAGE}/oidc-sample`);
    await see(/\/api\/user-profile\/connect\/oidc-sample\/callback$/);
    await panel.screenshot('connection-oidc');
    await main().getByRole('button', { name: 'Copy Callback URL' }).click();
    expect(await panel.page.evaluate(() => navigator.clipboard.readText())).toMatch(
      /\/api\/user-profile\/connect\/oidc-sample\/callback$/
    );
  });

  it('of the configuration is read-only and says why; one of Users & Permissions is renamed', async () => {
    await panel.open(`${PAGE}/configured`);
    await see(/set up in config\/plugins/);
    expect(await button('Edit').count()).toBe(0);
    expect(await button('Delete').count()).toBe(0);
    expect(await main().getByRole('switch').count()).toBe(0);
    await panel.screenshot('connection-configured');

    await panel.open(`${PAGE}/local`);
    expect(await button('Delete').count()).toBe(0);
    await button('Rename').click();
    await field('Display name').fill('Staff');
    await button('Save').click();
    await told('Staff is saved');
    await main().getByRole('link', { name: 'Settings of Staff' }).waitFor();
    await callAdmin(app, 'PUT', '/connections/local', {
      data: { display_name: 'Email and password' },
    });
  });

  it('is deleted with a word on its users: moved to another, or without a way in', async () => {
    await madeConnection(app, { name: 'old' });
    await madeConnection(app, { name: 'new', display_name: 'The new one' });
    await signInBy(app, 'old', 'acacia');
    await signInBy(app, 'old', 'alder');

    await panel.open(`${PAGE}/old`);
    await button('Delete').click();
    await dialog().getByText('2 users sign in by this connection').waitFor();
    await dialog().getByRole('combobox', { name: 'Move them to' }).click();
    await panel.page.getByRole('option', { name: 'The new one' }).click();
    await panel.screenshot('connection-delete');
    await dialog().getByRole('button', { name: 'Delete' }).click();
    await panel.page.waitForURL(/\/connections$/);
    await told('old is deleted; 2 users were moved');
    await main()
      .getByRole('row')
      .filter({ hasText: 'The new one' })
      .getByRole('link', { name: '2 users of The new one' })
      .waitFor();
    expect(await main().getByRole('link', { name: 'old', exact: true }).count()).toBe(0);

    await panel.open(`${PAGE}/new`);
    await button('Delete').click();
    await dialog().getByRole('radio', { name: 'Let them lose this way in' }).click();
    const confirm = dialog().getByRole('button', { name: 'Delete' });
    expect(await confirm.isDisabled()).toBe(true);
    await dialog().getByRole('textbox').fill('new');
    await panel.screenshot('connection-delete-lose');
    await confirm.click();
    await told('The new one is deleted; 2 users lost this way in');

    await panel.open(`${PAGE}/oidc-sample`);
    await button('Delete').click();
    const question = panel.page.getByRole('alertdialog');
    await question.getByText('Nobody signs in by it.').waitFor();
    await question.getByRole('button', { name: 'Delete' }).click();
    await told('oidc-sample is deleted');
    expect((await callAdmin(app, 'GET', '/connections/oidc-sample')).status).toBe(404);
  });

  it('can be looked at by a role that may do no more', async () => {
    const reader = await createAdminUser(app, [ADMIN_ACTIONS.readConnections]);
    const other = await openPanel(app, reader);
    try {
      await other.open(`${PAGE}/acme`);
      await main(other.page).getByText(ADDRESS).first().waitFor();
      for (const name of ['Edit', 'Delete', 'Test now']) {
        const found = main(other.page).getByRole('button', { name, exact: true });
        expect([name, await found.count()]).toEqual([name, 0]);
      }
      await other.open(PAGE);
      await main(other.page).getByRole('row').filter({ hasText: 'Acme Renamed' }).waitFor();
      expect(await main(other.page).getByRole('link', { name: 'Create connection' }).count()).toBe(
        0
      );
      await other.open('/plugins/user-profile/new-connection');
      await main(other.page).getByText('Your role may not see this.').waitFor();
    } finally {
      await other.close();
    }
  });

  it('leaves no error behind in the browser', () => {
    // Refusals of the server are answers with 4xx, which browsers write to their console.
    const others = panel.complaints().filter((text) => !/status of (400|409)/.test(text));
    expect(others).toEqual([]);
  });
});
