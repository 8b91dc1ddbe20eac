import type { Locator } from 'playwright-core';

import { ADMIN_ACTIONS } from '../../plugins/user-profile/shared/constants';
import { createAdminUser } from '../support/admins';
import { connectionPages, type ConnectionPages } from '../support/connection-pages';
import { createConnection, updateConnection } from '../support/connections';
import { logIn } from '../support/logins';
import { createOtherDatabase, type OtherDatabase } from '../support/other-database';
import { openPanel, type Panel, pressEscape, waitForIdle } from '../support/panel';
import { PASSWORD } from '../support/passwords';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { startUserService, type UserService } from '../support/user-service';
import { countUsers, getConnection } from '../support/users';
import { waitForEqual } from '../support/wait';

const WEAK = 'abcdefgh';
/** Enabled connections of the site and of its config. One more of the config cannot create users. */
const OTHERS = ['Email and password', 'legacy', 'moving', 'named'];
/** Console messages of the browser for requests that the tests expect to fail. */
const REJECTIONS = /status of (400|409)/;

describe('creating users through a connection in the panel', () => {
  let app: TestStrapi;
  let panel: Panel;
  let pages: ConnectionPages;
  let other: OtherDatabase;
  let service: UserService;

  beforeAll(async () => {
    other = createOtherDatabase();
    service = await startUserService();
    const sources = { allowedPrivateHosts: [service.host] };
    app = await startStrapi({
      panel: true,
      env: { ...other.env, USER_PROFILE_CONFIG: JSON.stringify({ sources }) },
    });
    await createConnection(app, {
      name: 'staff',
      strategy: 'oidc',
      options: { issuer: 'https://login.example.com', client_id: 'sample' },
    });
    panel = await openPanel(app, await app.createAdmin());
    pages = connectionPages(panel);
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
    await other?.drop();
    await service?.stop();
  });

  const dialogOf = ({ page }: Panel) => page.getByRole('dialog');
  const box = (name: string, of = panel) =>
    dialogOf(of).getByRole('textbox', { name, exact: true });
  const passwordIn = (of = panel): Locator => dialogOf(of).locator('input[name="password"]');
  /** Waits until the rules below the password are rendered, since the button may move until then. */
  const submit = async (of = panel) => {
    await waitForIdle(of.page);
    await dialogOf(of).getByRole('button', { name: 'Create' }).click();
  };
  const waitForText = (text: string | RegExp, of = panel) =>
    dialogOf(of).getByText(text).first().waitFor();

  const openDialog = async (connection?: string) => {
    await panel.open('/plugins/user-profile');
    await panel.page.getByRole('button', { name: 'Create User' }).click();
    await passwordIn().waitFor();
    if (connection) {
      await pages.choose('Connection', connection);
    }
  };

  const typePassword = async (password: string, of = panel) => {
    await passwordIn(of).fill(password);
    await dialogOf(of).locator('input[name="repeat"]').fill(password);
  };

  const waitForUserPage = (of = panel) => of.page.waitForURL(/\/users\/[^/]+\/details/);

  const getConnectionOptions = async (): Promise<string[]> => {
    await dialogOf(panel).getByRole('combobox', { name: 'Connection' }).click();
    const names = await panel.page.getByRole('option').allInnerTexts();
    await pressEscape(panel.page);
    return names;
  };

  it('sets the username and password rules in the form of a database connection', async () => {
    await pages.openForm('Database');
    await pages.field('Name').fill('club--members');
    await pages.field('Minimum username length').fill('9');
    await pages.field('Maximum username length').fill('3');
    await pages.button('Create').click();
    await waitForEqual(
      () => pages.getFieldError('Name'),
      'Use letters and digits, separated by single hyphens.'
    );
    await pages.field('Name').fill('club');
    await pages.button('Create').click();
    await waitForEqual(
      () => pages.getFieldError('Maximum username length'),
      'The maximum must not be less than the minimum.'
    );
    await pages.field('Minimum username length').fill('3');
    await pages.field('Maximum username length').fill('9');
    await pages.button('Create').click();
    await pages.waitForNotification('club was created');
    await pages.waitForText('Good: 8 characters, three of four character types');

    await pages.openEditor('club', panel.go);
    await pages.field('Display name').fill('Club');
    await pages.main.getByRole('checkbox', { name: 'Require a username' }).check();
    await pages.choose('Password policy', 'Low: 6 characters');
    await pages.choose(
      'Password policy',
      'Excellent: 10 characters, three of four character types, none three times in a row'
    );
    await panel.screenshot('connection-database-edit');
    await pages.button('Save').click();
    await pages.waitForNotification('Club was saved');
    await pages.waitForText('No character three times in a row');
    expect(await getConnection(app, 'club')).toMatchObject({
      options: { password_policy: 'excellent', requires_username: true, username_max: 9 },
      capabilities: { username: 'required' },
    });
  });

  it('offers exactly the enabled connections that can create users', async () => {
    await createConnection(app, { name: 'closed', strategy: 'database' });
    await openDialog();
    expect(await getConnectionOptions()).toEqual(['closed', 'Club', ...OTHERS]);
    await waitForText('Choose a connection');
    expect(await box('Username').count()).toBe(0);
    await submit();
    await waitForText('Choose a connection.');
    await updateConnection(app, 'closed', { enabled: false });
    await openDialog();
    expect(await getConnectionOptions()).toEqual(['Club', ...OTHERS]);
  });

  it('enforces the username rules and the password policy of a database connection', async () => {
    const before = await countUsers(app);
    await openDialog('Club');
    await box('Email').fill('acacia@example.test');
    await typePassword(WEAK);
    await submit();
    await waitForText('The password doesn’t meet the rules.');
    await waitForText('This field is required.');
    const rules = dialogOf(panel).getByRole('list', { name: 'Password rules' });
    expect(await rules.getByText('(met)').count()).toBe(2);
    await panel.screenshot('create-user-policy');
    await typePassword(PASSWORD);
    await waitForEqual(() => rules.getByText('(met)').count(), 4);

    await box('Username').fill('no blanks');
    await submit();
    await waitForText(/^Use letters \(a-z\), digits and/);
    await box('Username').fill('ac');
    await submit();
    await waitForText('The username must have 3 to 9 characters');
    expect(await countUsers(app)).toEqual(before);
    await box('Username').fill('acacia');
    await submit();
    await waitForUserPage();
    const response = await logIn(app, { connection: 'club', identifier: 'acacia' });
    expect(response.status).toBe(200);

    await openDialog('Club');
    await box('Email').fill('other@example.test');
    await box('Username').fill('Acacia');
    await typePassword(PASSWORD);
    await submit();
    await waitForText('Another user of this connection has this username');
  });

  it('shows the policy errors of the server to a role that cannot read connections', async () => {
    const { readUsers, createUsers } = ADMIN_ACTIONS;
    await panel.as(await createAdminUser(app, [readUsers, createUsers]), async (creator) => {
      await creator.open('/plugins/user-profile');
      await creator.page.getByRole('button', { name: 'Create User' }).click();
      await box('Connection', creator).fill('club');
      await box('Email', creator).fill('alder@example.test');
      await box('Username', creator).fill('alder');
      await typePassword(WEAK, creator);
      await submit(creator);
      await waitForText(/^The password must have at least 10 characters/, creator);
      await waitForText(/three of: lowercase letters/, creator);
      await typePassword(PASSWORD, creator);
      await submit(creator);
      await waitForUserPage(creator);
      expect(creator.complaints().filter((line) => !REJECTIONS.test(line))).toEqual([]);
    });
  });

  it('creates a user in a custom database and shows its errors at the fields', async () => {
    await openDialog('legacy');
    expect(await box('Username').count()).toBe(0);
    await box('Email').fill('taken@example.test');
    await typePassword('passwords');
    await submit();
    await waitForText('This address is taken there');
    await panel.screenshot('create-user-custom-database');
    await box('Email').fill('birch@example.test');
    await submit();
    await waitForText('This password is in every dictionary');
    await typePassword(PASSWORD);
    await submit();
    await waitForUserPage();
    expect(await other.find('birch@example.test')).toBeDefined();
  });

  it('creates a user at a web service once its connection has the operation enabled', async () => {
    await pages.openForm('Web service');
    await pages.field('Name').fill('service');
    await pages.field('URL').fill(service.url);
    await pages.main.locator('input[name="options.secret"]').fill('too short');
    await pages.button('Create').click();
    await pages.waitForText('Enter at least 32 characters.');
    await pages.main.locator('input[name="options.secret"]').fill(service.secret);
    await pages.button('Create').click();
    await pages.waitForNotification('service was created');
    await openDialog();
    expect(await getConnectionOptions()).not.toContain('service');

    await pages.openEditor('service');
    await pages.main.getByRole('checkbox', { name: 'Create user' }).check();
    await pages.button('Save').click();
    await pages.waitForNotification('service was saved');
    expect((await getConnection(app, 'service')).secrets_set).toEqual(['secret']);
    expect(await pages.runTest('The connection works.')).toEqual([
      [
        'Look up a user that doesn’t exist',
        'The external system responded that it doesn’t know the test user.',
      ],
      ['Send an invalid signature', 'The service rejects a wrong signature.'],
    ]);

    await openDialog('service');
    await box('Email').fill('cedar@example.test');
    await typePassword('passwords');
    await submit();
    await waitForText('This password is in every dictionary');
    await typePassword(PASSWORD);
    await submit();
    await waitForUserPage();
    const emails = [...service.people.values()].map(({ email }) => email);
    expect(emails).toEqual(['cedar@example.test']);
  });

  it('causes no unexpected browser errors', () => {
    expect(panel.complaints().filter((line) => !REJECTIONS.test(line))).toEqual([]);
  });
});
