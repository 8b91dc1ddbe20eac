import { ADMIN_ACTIONS } from '../../plugins/user-profile/shared/constants';
import { createAdminUser } from '../support/admins';
import { logIn } from '../support/logins';
import { openPanel, type Panel, pressEscape } from '../support/panel';
import { createPeople, emailOf } from '../support/people';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { getConnection } from '../support/users';
import { waitForEqual } from '../support/wait';

const PAGE = '/plugins/user-profile/connections';

describe('the Connections page', () => {
  let app: TestStrapi;
  let panel: Panel;

  beforeAll(async () => {
    app = await startStrapi({ panel: true });
    const admin = await app.createAdmin();
    await createPeople(app, ['Acacia Sample', 'Alder Sample']);
    await logIn(app, { identifier: emailOf('Acacia Sample') });
    panel = await openPanel(app, admin);
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
  });

  const main = () => panel.page.getByRole('main');
  const row = () => panel.page.getByRole('row').filter({ hasText: 'Email and password' });
  const toggle = () => panel.page.getByRole('switch', { name: 'Email and password is enabled' });
  const dialog = () => panel.page.getByRole('alertdialog');
  const isEnabled = async () => (await getConnection(app, 'local')).enabled;

  it('opens from the user list and links to the users of a connection', async () => {
    await panel.open('/plugins/user-profile');
    await panel.page.getByRole('link', { name: 'Connections' }).click();
    await row().waitFor();
    await row().getByText('Enabled', { exact: true }).waitFor();
    await row()
      .getByText(/now|ago/)
      .waitFor();
    await panel.screenshot('connections');
    await row().getByRole('link', { name: '2 users of Email and password' }).click();
    await main()
      .getByRole('button', { name: /Connection: Email and password/ })
      .waitFor();
    await main().getByText('2 users').waitFor();
  });

  it('asks for confirmation before it disables a connection with users', async () => {
    await panel.open(PAGE);
    await toggle().click();
    await dialog().getByText('2 users can no longer log in').waitFor();
    await pressEscape(panel.page);
    await dialog().waitFor({ state: 'detached' });
    expect(await isEnabled()).toBe(true);
    await waitForEqual(
      () => panel.page.evaluate(() => document.activeElement?.getAttribute('role')),
      'switch'
    );

    await toggle().click();
    await panel.screenshot('connections-disable');
    await dialog().getByRole('button', { name: 'Disable' }).click();
    await row().getByText('Disabled', { exact: true }).waitFor();
    expect(await isEnabled()).toBe(false);
    expect((await logIn(app, { identifier: emailOf('Acacia Sample') })).status).toBe(400);

    await toggle().click();
    await row().getByText('Enabled', { exact: true }).waitFor();
    expect(await isEnabled()).toBe(true);
    expect((await logIn(app, { identifier: emailOf('Acacia Sample') })).status).toBe(200);
  });

  it('is linked from the Create User dialog if every connection is disabled', async () => {
    await panel.open(PAGE);
    await toggle().click();
    await dialog().getByRole('button', { name: 'Disable' }).click();
    await row().getByText('Disabled', { exact: true }).waitFor();
    await panel.page.getByRole('link', { name: 'Users', exact: true }).click();
    await panel.page.getByRole('button', { name: 'Create User' }).click();
    await panel.page.getByRole('link', { name: 'Go to connections' }).click();
    await toggle().click();
    await row().getByText('Enabled', { exact: true }).waitFor();
  });

  it('links to the details of a connection and reports an unknown name', async () => {
    await panel.open(PAGE);
    await row().getByRole('link', { name: 'Email and password' }).first().click();
    await panel.page.waitForURL(/\/connections\/local$/);
    await panel.page.getByRole('heading', { name: 'Email and password' }).waitFor();
    await main().getByText('At least 6 characters').waitFor();
    await panel.screenshot('connection');
    await panel.page.getByRole('link', { name: /settings of Email and password$/ }).click();
    await panel.page.waitForURL(/settings\/users-permissions\/providers/);
    await panel.open(`${PAGE}/unknown`);
    await main().getByText('This connection doesn’t exist or was deleted.').waitFor();
  });

  it('synchronizes the users with Users & Permissions on request', async () => {
    await panel.open(PAGE);
    await main().getByRole('button', { name: 'Sync with Users & Permissions' }).click();
    await panel.page.getByText('Synced with Users & Permissions: 0 created').waitFor();
  });

  it('offers no changes to a read-only role', async () => {
    const reader = await createAdminUser(app, [ADMIN_ACTIONS.readConnections]);
    await panel.as(reader, async (other) => {
      await other.open('/');
      await other.page.getByRole('link', { name: 'User Profiles' }).first().click();
      await other.page.waitForURL(/\/connections$/);
      await other.page.getByRole('row').filter({ hasText: 'Email and password' }).waitFor();
      expect(await other.page.getByRole('switch').count()).toBe(0);
      expect(
        await other.page.getByRole('button', { name: 'Sync with Users & Permissions' }).count()
      ).toBe(0);
      expect(other.complaints()).toEqual([]);
    });
  });
});
