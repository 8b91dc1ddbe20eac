import { ADMIN_ACTIONS } from '../../plugins/user-profile/shared/constants';
import { callAdmin, mustCall } from '../support/admin-api';
import { createAdminUser } from '../support/admins';
import { connectionPages, type ConnectionPages } from '../support/connection-pages';
import { createConnection } from '../support/connections';
import { logIn } from '../support/logins';
import { openPanel, type Panel, pressEscape } from '../support/panel';
import { PASSWORD } from '../support/passwords';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { getConnection } from '../support/users';
import { holdResponses } from '../support/waiting';

/** Console messages of the browser for requests that the tests expect to fail. */
const REJECTIONS = /status of (404|409)|net::ERR_FAILED/;

describe('disabling and deleting a connection in the panel', () => {
  let app: TestStrapi;
  let panel: Panel;
  let pages: ConnectionPages;

  beforeAll(async () => {
    app = await startStrapi({ panel: true });
    panel = await openPanel(app, await app.createAdmin());
    pages = connectionPages(panel);
    await createConnection(app, { name: 'old', strategy: 'database' });
    await createConnection(app, { name: 'new', strategy: 'database' });
    await mustCall(app, 'PUT', '/connections/new', { data: { display_name: 'The new one' } });
    await createUser('old', 'acacia');
    await createUser('old', 'alder');
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
  });

  const emailOf = (name: string) => `${name}@example.test`;
  const createUser = (connection: string, name: string) =>
    mustCall(app, 'POST', '/users', {
      data: { connection, email: emailOf(name), password: PASSWORD },
    });
  const getLoginStatus = async (connection: string, name: string) =>
    (await logIn(app, { connection, identifier: emailOf(name) })).status;
  const inDialog = (name: string) => pages.dialog.getByRole('button', { name, exact: true });
  const openDeleteDialog = async (name: string) => {
    await pages.open(name);
    await pages.button('Delete').click();
    await pages.dialog.waitFor();
  };
  const exists = async (name: string) =>
    (await callAdmin(app, 'GET', `/connections/${name}`)).status === 200;

  it('disables a connection after confirmation and enables it again', async () => {
    await pages.open('old');
    const toggle = pages.main.getByRole('switch', { name: 'old is enabled' });
    await toggle.click();
    await pages.dialog.getByText('2 users can no longer log in').waitFor();
    await inDialog('Disable').click();
    await pages.waitForText('Disabled');
    expect((await getConnection(app, 'old')).enabled).toBe(false);
    expect(await getLoginStatus('old', 'acacia')).toBe(400);

    await pages.open();
    await pages.row('old').getByText('Disabled', { exact: true }).waitFor();
    await pages.row('old').getByRole('switch').click();
    await pages.row('old').getByText('Enabled', { exact: true }).waitFor();
    expect(await getLoginStatus('old', 'acacia')).toBe(200);
  });

  it('keeps the connection if Escape closes the dialog', async () => {
    await openDeleteDialog('new');
    await pages.dialog.getByText('No users log in with it.').waitFor();
    await pressEscape(panel.page);
    await pages.dialog.waitFor({ state: 'detached' });
    await pages.waitForFocus('Delete');
    expect(await exists('new')).toBe(true);
  });

  it('does not delete a connection that got a user while the dialog was open', async () => {
    await createConnection(app, { name: 'busy', strategy: 'database' });
    await openDeleteDialog('busy');
    await pages.dialog.getByText('No users log in with it.').waitFor();
    await createUser('busy', 'birch');
    await inDialog('Delete').click();
    await pages.dialog.getByText('1 user logs in with this connection').waitFor();
    expect(await exists('busy')).toBe(true);
    await inDialog('Cancel').click();
    await pages.dialog.waitFor({ state: 'detached' });
    await mustCall(app, 'DELETE', '/connections/busy?users=detach');
  });

  it('asks what happens to the users once the other connections are loaded', async () => {
    const list = /\/user-profile\/connections$/;
    await panel.page.route(list, (route) => route.abort());
    await openDeleteDialog('old');
    await pages.dialog.getByRole('alert').getByText('Can’t reach the server').waitFor();
    await panel.page.unrouteAll({ behavior: 'wait' });
    const held = await holdResponses(panel.page, list);
    await inDialog('Try again').click();
    await pages.dialog.getByText('Loading…').waitFor();
    expect(await pages.dialog.getByRole('radio').count()).toBe(0);
    await held.release();
    const move = pages.dialog.getByRole('radio', { name: /Move them/ });
    await move.waitFor();
    expect(await move.isChecked()).toBe(true);
    expect(await pages.dialog.getByRole('combobox').innerText()).toBe('The new one');
  });

  it('moves the users to another connection before deletion', async () => {
    await openDeleteDialog('old');
    await pages.dialog.getByText('2 users log in with this connection').waitFor();
    await pages.choose('Move them to', 'The new one');
    await panel.screenshot('connection-delete');
    await inDialog('Delete').click();
    await panel.page.waitForURL(/\/connections$/);
    await pages.waitForNotification('old was deleted; 2 users were moved');
    await pages.row('The new one').getByRole('link', { name: '2 users of The new one' }).waitFor();
    expect(await pages.main.getByRole('link', { name: 'old', exact: true }).count()).toBe(0);
    expect(await exists('old')).toBe(false);
    expect(await getLoginStatus('new', 'acacia')).toBe(200);
  });

  it('detaches the users only after the connection name is typed', async () => {
    await openDeleteDialog('new');
    await pages.dialog.getByText('There is no other connection of this type.').waitFor();
    expect(await pages.dialog.getByRole('radio', { name: /Move them/ }).isDisabled()).toBe(true);
    expect(await inDialog('Delete').isDisabled()).toBe(true);
    await pages.dialog.getByRole('textbox').fill('The new one');
    expect(await inDialog('Delete').isDisabled()).toBe(true);
    await pages.dialog.getByRole('textbox').fill('new');
    await panel.screenshot('connection-delete-lose');
    await inDialog('Delete').click();
    await pages.waitForNotification('The new one was deleted; 2 users were detached');
    expect(await exists('new')).toBe(false);
    expect(await getLoginStatus('new', 'acacia')).toBe(400);
  });

  it('is neither offered to a read-only role nor accepted from it', async () => {
    await createConnection(app, { name: 'seen', strategy: 'database' });
    const reader = await createAdminUser(app, [ADMIN_ACTIONS.readConnections]);
    await panel.as(reader, async (theirs) => {
      const seen = connectionPages(theirs);
      await seen.open();
      await seen.row('seen').waitFor();
      expect(await seen.main.getByRole('switch').count()).toBe(0);
      expect(await seen.main.getByRole('link', { name: 'Create connection' }).count()).toBe(0);
      await seen.go('seen');
      await seen.waitForText('Good: 8 characters, three of four character types');
      expect(await seen.main.getByRole('switch').count()).toBe(0);
      const names = await seen.main.getByRole('button').allTextContents();
      expect(names.filter((name) => !/Copy/.test(name))).toEqual([]);
      await theirs.go('/plugins/user-profile/new-connection/database');
      await seen.waitForText('You don’t have permission to view this.');
      expect(theirs.complaints()).toEqual([]);
    });

    const body = { data: { display_name: 'Changed' } };
    const { token } = reader;
    const tries = [
      ['PUT', '/connections/seen', body],
      ['POST', '/connections', { data: { name: 'made', strategy: 'database' } }],
      ['POST', '/connections/seen/test', undefined],
      ['DELETE', '/connections/seen', undefined],
    ] as const;
    for (const [method, path, sent] of tries) {
      const { status } = await app.request(method, `/user-profile${path}`, { token, body: sent });
      expect([method, path, status]).toEqual([method, path, 403]);
    }
    expect((await getConnection(app, 'seen')).display_name).toBe('seen');
  });

  it('causes no unexpected browser errors', () => {
    expect(panel.complaints().filter((line) => !REJECTIONS.test(line))).toEqual([]);
  });
});
