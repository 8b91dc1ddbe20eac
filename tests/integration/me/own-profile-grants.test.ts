import { type Account, registerAccount } from '../../support/accounts';
import { createUserWithRole } from '../../support/authorization/callers';
import { UIDS } from '../../support/database';
import { logIn } from '../../support/logins';
import { startStrapi, type TestStrapi } from '../../support/strapi';

const KEY = 'plugin_user-profile_own_profile_granted';
const HELD_KEY = 'plugin_user-profile_own_profile_grants';
const action = (handler: string) => `plugin::user-profile.${handler}`;

describe('permissions of logged-in users for their own profile', () => {
  let app: TestStrapi;

  beforeAll(async () => {
    app = await startStrapi();
  });

  afterAll(() => app?.stop());

  const revoke = async (handler: string): Promise<void> => {
    const [{ id }] = await app.database.rows(
      UIDS.permission,
      { action: action(handler) },
      { columns: ['id'] }
    );
    await app.database.remove(UIDS.permissionRole, { permission_id: id });
    await app.database.remove(UIDS.permission, { id });
  };

  /** Saves the role Authenticated as the panel does. */
  const setAllowed = async (handler: string, enabled: boolean): Promise<void> => {
    const token = await app.adminToken();
    const [{ id }] = await app.database.rows(UIDS.role, { type: 'authenticated' });
    const { body } = await app.request('GET', `/users-permissions/roles/${id}`, { token });
    const [controller, name] = handler.split('.');
    body.role.permissions['plugin::user-profile'].controllers[controller][name].enabled = enabled;
    const saved = await app.request('PUT', `/users-permissions/roles/${id}`, {
      token,
      body: body.role,
    });
    expect(saved.status).toBe(200);
  };

  const startWithoutPlugin = async (): Promise<void> => {
    await app.restart({ USER_PROFILE_ENABLED: 'false' });
    const { jwt } = await registerAccount(app);
    const { status } = await app.request('GET', '/api/user-profile/me', { token: jwt });
    expect(status).toBe(404);
    await app.restart({ USER_PROFILE_ENABLED: 'true' });
  };

  const getStatusesOf = async ({ jwt }: Account, ...paths: string[]): Promise<number[]> => {
    const responses = await Promise.all(
      paths.map((path) => app.request('GET', `/api/user-profile${path}`, { token: jwt }))
    );
    return responses.map(({ status }) => status);
  };

  const getStatuses = async (...paths: string[]): Promise<number[]> =>
    getStatusesOf(await registerAccount(app), ...paths);

  it('are granted once, so a permission that an admin removes stays removed', async () => {
    expect(await getStatuses('/me', '/me/events', '/me/export', '/users')).toEqual([
      200, 200, 200, 403,
    ]);
    await revoke('me-events.find');
    await app.restart();
    expect(await getStatuses('/me', '/me/events', '/me/export', '/users')).toEqual([
      200, 403, 200, 403,
    ]);
  });

  it('are completed on sites that stored only a flag for the first grant', async () => {
    await revoke('me-export.find');
    await app.database.update(UIDS.setting, { key: KEY }, { value: 'true' });
    await app.restart();
    expect(await getStatuses('/me', '/me/events', '/me/export', '/users')).toEqual([
      200, 403, 200, 403,
    ]);
    const [{ value }] = await app.database.rows(UIDS.setting, { key: KEY }, { columns: ['value'] });
    expect(JSON.parse(String(value))).toEqual(
      expect.arrayContaining(['me.findOne', 'me-export.find', 'me-erasure.create'].map(action))
    );
  });

  it('are restored after a start without the plugin, except those that an admin had removed', async () => {
    await setAllowed('me-export.find', true);
    await setAllowed('me-identities.link', false);
    const editor = await createUserWithRole(app, ['me.findOne', 'me-export.find', 'users.find']);
    const before = await app.database.rows(UIDS.permission, {}, { columns: ['action'] });

    await startWithoutPlugin();
    expect(await getStatuses('/me', '/me/events', '/me/export', '/users')).toEqual([
      200, 403, 200, 403,
    ]);
    expect(await getStatusesOf(editor, '/me', '/me/export', '/me/events', '/users')).toEqual([
      200, 200, 403, 403,
    ]);
    const after = await app.database.rows(UIDS.permission, {}, { columns: ['action'] });
    const sorted = (rows: { action: string }[]) =>
      rows
        .map((row) => row.action)
        .filter((name) => name !== action('users.find'))
        .sort();
    expect(sorted(after)).toEqual(sorted(before));
    expect(app.output()).toContain('restored 11 permissions for the routes under /me');
  });

  it('stay removed after a start without the plugin if an admin had removed all of them', async () => {
    const editor = await createUserWithRole(app, ['me.findOne']);
    await setAllowed('me.findOne', false);
    await startWithoutPlugin();
    expect(await getStatuses('/me', '/me/export')).toEqual([403, 200]);
    expect(await getStatusesOf(editor, '/me')).toEqual([200]);
  });

  it('are restored on sites whose earlier version did not store who held them', async () => {
    // Each start drops an action from one role, and two roles hold some.
    await app.restart({ USER_PROFILE_ENABLED: 'false' });
    await app.restart();
    await app.database.remove(UIDS.setting, { key: HELD_KEY });
    await app.restart({ USER_PROFILE_ENABLED: 'true' });
    expect(await getStatuses('/me', '/me/events', '/me/export')).toEqual([200, 200, 200]);
  });
});

describe('permissions of logged-in users on a new site', () => {
  let app: TestStrapi;

  afterEach(() => app?.stop());

  it.each(['true', 'false'])(
    'hold from the first start, with the plugin before Users & Permissions in the configuration: %s',
    async (isFirst) => {
      app = await startStrapi({ emptyDatabase: true, env: { USER_PROFILE_FIRST: isFirst } });
      const { email, password } = await registerAccount(app);
      const { status, body } = await logIn(app, { identifier: email, password });
      expect(status).toBe(200);
      const me = await app.request('GET', '/api/user-profile/me', { token: body.jwt });
      expect(me.status).toBe(200);
      const held = async () =>
        (await app.database.rows(UIDS.permission, {}, { columns: ['action'] })).length;
      const before = await held();
      await app.restart();
      expect(await held()).toBe(before);
    }
  );
});
