import { ADMIN_ACTIONS } from '../../plugins/user-profile/shared/constants';
import { callAdmin, mustCall } from '../support/admin-api';
import { createAdminUser } from '../support/admins';
import { connectionPages, type ConnectionPages } from '../support/connection-pages';
import { createConnection } from '../support/connections';
import { openPanel, type Panel } from '../support/panel';
import { logInBy } from '../support/password-logins';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { connectionNamed } from '../support/users';

const PASSWORD = 'correct-Horse-7';
/** What the browser writes of a request that the server refuses on purpose. */
const REFUSALS = /status of (404|409)/;

describe('the end of a connection', () => {
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
  const logIn = async (connection: string, name: string) =>
    (await logInBy(app, connection, emailOf(name), PASSWORD)).status;
  const inDialog = (name: string) => pages.dialog.getByRole('button', { name, exact: true });
  const ask = async (name: string) => {
    await pages.open(name);
    await pages.button('Delete').click();
    await pages.dialog.waitFor();
  };
  const exists = async (name: string) =>
    (await callAdmin(app, 'GET', `/connections/${name}`)).status === 200;

  it('may be for a while only: it is disabled and enabled', async () => {
    await pages.open('old');
    const toggle = pages.main.getByRole('switch', { name: 'old is enabled' });
    await toggle.click();
    await pages.dialog.getByText('2 users can no longer log in').waitFor();
    await inDialog('Disable').click();
    await pages.see('Disabled');
    expect((await connectionNamed(app, 'old')).enabled).toBe(false);
    expect(await logIn('old', 'acacia')).toBe(400);

    await pages.open();
    await pages.row('old').getByText('Disabled', { exact: true }).waitFor();
    await pages.row('old').getByRole('switch').click();
    await pages.row('old').getByText('Enabled', { exact: true }).waitFor();
    expect(await logIn('old', 'acacia')).toBe(200);
  });

  it('is asked about, and can be thought better of', async () => {
    await ask('new');
    await pages.dialog.getByText('No users log in with it.').waitFor();
    await panel.page.keyboard.press('Escape');
    await pages.dialog.waitFor({ state: 'detached' });
    await pages.untilFocused('Delete');
    expect(await exists('new')).toBe(true);
  });

  it('is refused while somebody depends on it who came only now', async () => {
    await createConnection(app, { name: 'busy', strategy: 'database' });
    await ask('busy');
    await pages.dialog.getByText('No users log in with it.').waitFor();
    await createUser('busy', 'birch');
    await inDialog('Delete').click();
    await pages.dialog.getByText('1 user logs in with this connection').waitFor();
    expect(await exists('busy')).toBe(true);
    await inDialog('Cancel').click();
    await pages.dialog.waitFor({ state: 'detached' });
    await mustCall(app, 'DELETE', '/connections/busy?users=lose');
  });

  it('moves users to another connection', async () => {
    await ask('old');
    await pages.dialog.getByText('2 users log in with this connection').waitFor();
    await pages.choose('Move them to', 'The new one');
    await panel.screenshot('connection-delete');
    await inDialog('Delete').click();
    await panel.page.waitForURL(/\/connections$/);
    await pages.told('old was deleted; 2 users were moved');
    await pages.row('The new one').getByRole('link', { name: '2 users of The new one' }).waitFor();
    expect(await pages.main.getByRole('link', { name: 'old', exact: true }).count()).toBe(0);
    expect(await exists('old')).toBe(false);
    expect(await logIn('new', 'acacia')).toBe(200);
  });

  it('lets users lose this way in only to who knows it', async () => {
    await ask('new');
    await pages.dialog.getByText('There is no other connection of this type.').waitFor();
    expect(await pages.dialog.getByRole('radio', { name: /Move them/ }).isDisabled()).toBe(true);
    expect(await inDialog('Delete').isDisabled()).toBe(true);
    await pages.dialog.getByRole('textbox').fill('The new one');
    expect(await inDialog('Delete').isDisabled()).toBe(true);
    await pages.dialog.getByRole('textbox').fill('new');
    await panel.screenshot('connection-delete-lose');
    await inDialog('Delete').click();
    await pages.told('The new one was deleted; 2 users were detached');
    expect(await exists('new')).toBe(false);
    expect(await logIn('new', 'acacia')).toBe(400);
  });

  it('is nothing that a role which may only read can bring about', async () => {
    await createConnection(app, { name: 'seen', strategy: 'database' });
    const reader = await createAdminUser(app, [ADMIN_ACTIONS.readConnections]);
    const theirs = await openPanel(app, reader);
    try {
      const seen = connectionPages(theirs);
      await seen.open();
      await seen.row('seen').waitFor();
      expect(await seen.main.getByRole('switch').count()).toBe(0);
      expect(await seen.main.getByRole('link', { name: 'Create connection' }).count()).toBe(0);
      await seen.open('seen');
      await seen.see('Good: 8 characters, three of four character types');
      expect(await seen.main.getByRole('switch').count()).toBe(0);
      const names = await seen.main.getByRole('button').allTextContents();
      expect(names.filter((name) => !/Copy/.test(name))).toEqual([]);
      await theirs.open('/plugins/user-profile/new-connection/database');
      await seen.see('You don’t have permission to view this.');
      expect(theirs.complaints()).toEqual([]);
    } finally {
      await theirs.close();
    }

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
    expect((await connectionNamed(app, 'seen')).display_name).toBe('seen');
  });

  it('leaves no complaint in the browser', () => {
    expect(panel.complaints().filter((line) => !REFUSALS.test(line))).toEqual([]);
  });
});
