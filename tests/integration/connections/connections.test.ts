import type { Connection } from '../../../plugins/user-profile/shared/contracts/connections';
import { registerAccount } from '../../support/accounts';
import { callAdmin, mustCall } from '../../support/admin-api';
import { mustLink } from '../../support/linking';
import { logIn } from '../../support/logins';
import { getProfileByEmail, reconcile } from '../../support/profiles';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import {
  createAccountRow,
  getConnection,
  newEmail,
  problemPaths,
  setProviderEnabled,
  userIdOf,
} from '../../support/users';

describe('connections', () => {
  let app: TestStrapi;

  const getConnections = async () =>
    (await mustCall<{ data: Connection[] }>(app, 'GET', '/connections')).data;
  const getNames = async () => (await getConnections()).map(({ name }) => name);

  const change = (name: string, data: unknown) =>
    callAdmin(app, 'PUT', `/connections/${encodeURIComponent(name)}`, { data });

  beforeAll(async () => {
    app = await startStrapi();
  });

  afterAll(() => app?.stop());

  it('include the email and password login of Users & Permissions', async () => {
    expect(await getConnections()).toEqual([
      {
        name: 'local',
        display_name: 'Email and password',
        strategy: 'local',
        enabled: true,
        managed_by: 'users-permissions',
        capabilities: {
          create_users: true,
          invite_users: false,
          change_email: true,
          change_password: true,
          username: 'optional',
          login: 'users-permissions',
          test: false,
        },
        password_rules: [
          { code: 'min-length', value: 6 },
          { code: 'max-bytes', value: 72 },
        ],
        users: 0,
        users_estimated: false,
        last_login: null,
        options: {},
        secrets_set: [],
        secrets_unreadable: [],
        login_url: expect.stringMatching(/\/api\/auth\/local$/),
        callback_url: null,
        settings_url: '/settings/users-permissions/providers',
      },
    ]);
  });

  it('include a provider once it is enabled, and show when it is disabled again', async () => {
    expect(await getNames()).not.toContain('google');
    await setProviderEnabled(app, 'google', true);
    expect(await getNames()).toEqual(['google', 'local']);
    expect(await getConnection(app, 'google')).toMatchObject({
      display_name: 'Google',
      strategy: 'google',
      login_url: expect.stringMatching(/\/api\/connect\/google$/),
      enabled: true,
      managed_by: 'users-permissions',
      capabilities: {
        create_users: false,
        change_email: false,
        change_password: false,
        username: 'none',
      },
    });
    await setProviderEnabled(app, 'google', false);
    expect(await getConnection(app, 'google')).toMatchObject({ enabled: false });
  });

  it('never include the keys of a provider', async () => {
    await setProviderEnabled(app, 'github', true);
    const own = (await getConnections()).map(({ login_url: _, ...connection }) => connection);
    expect(JSON.stringify(own)).not.toMatch(/client|"key"|"secret"|http/i);
  });

  it('include a disabled provider that has users', async () => {
    await createAccountRow(app, { email: newEmail(), provider: 'discord' });
    await reconcile(app);
    expect(await getConnection(app, 'discord')).toMatchObject({ enabled: false, users: 1 });
  });

  it('reject logins while disabled and accept them once enabled again', async () => {
    const account = await registerAccount(app);
    const logInAgain = () => logIn(app, { identifier: account.email, password: account.password });

    const disabled = await change('local', { enabled: false });
    expect(disabled.status).toBe(200);
    expect(disabled.body.data.enabled).toBe(false);
    try {
      const { status, body } = await logInAgain();
      expect(status).toBe(400);
      expect(body.error.message).toBe('This provider is disabled');
    } finally {
      expect((await change('local', { enabled: true })).body.data.enabled).toBe(true);
    }
    expect((await logInAgain()).status).toBe(200);
  });

  it('switch a provider in the Users & Permissions settings and keep the other values', async () => {
    const providers = async () => {
      const { body } = await app.request('GET', '/users-permissions/providers', {
        token: await app.adminToken(),
      });
      return body;
    };
    await setProviderEnabled(app, 'google', true);
    const before = await providers();
    await change('google', { enabled: false });
    expect(await providers()).toEqual({
      ...before,
      google: { ...before.google, enabled: false },
    });
    const { status } = await app.request('GET', '/api/connect/google');
    expect(status).toBe(400);
  });

  it('keep a changed display name across restarts', async () => {
    const display_name = 'Πελάτες <b>&</b>';
    expect((await change('local', { display_name: `  ${display_name} ` })).status).toBe(200);
    expect(await getConnection(app, 'local')).toMatchObject({ display_name, enabled: true });
    await app.restart();
    expect(await getConnection(app, 'local')).toMatchObject({ display_name });
  });

  it('return the number of users and the last login', async () => {
    const before = await getConnection(app, 'local');
    const account = await registerAccount(app);
    await logIn(app, { identifier: account.email, password: account.password });
    await createAccountRow(app, { email: newEmail(), provider: 'google' });
    await reconcile(app);

    const after = await getConnection(app, 'local');
    expect(after.users).toBe(before.users + 1);
    expect(Date.parse(after.last_login ?? '')).toBeGreaterThan(Date.parse(before.last_login ?? ''));
    expect(await getConnection(app, 'google')).toMatchObject({ users: 1, last_login: null });
  });

  it('do not take the login with a linked identity for their last login', async () => {
    const account = await registerAccount(app);
    const email = newEmail();
    await createAccountRow(app, { email, provider: 'google' });
    await reconcile(app);
    await mustLink(app, userIdOf(account), (await getProfileByEmail(app, email)).user_id);
    await logIn(app, { identifier: account.email, password: account.password });
    expect(await getConnection(app, 'google')).toMatchObject({ users: 2, last_login: null });
  });

  it.each([
    ['GET', 'nowhere'],
    ['GET', 'email'],
    ['GET', 'LOCAL'],
    ['GET', 'lo\0cal'],
    ['GET', '__proto__'],
    ['PUT', 'nowhere'],
    ['PUT', 'constructor'],
  ])('return 404 for %s of the unknown connection %j', async (method, name) => {
    const body = method === 'PUT' ? { data: { enabled: true } } : undefined;
    const path = `/connections/${encodeURIComponent(name)}`;
    expect((await callAdmin(app, method, path, body)).status).toBe(404);
  });

  it.each<[string, unknown, string]>([
    ['an unknown key', { enabled: false, secret: 'x' }, 'secret'],
    ['a changed name', { name: 'other' }, 'name'],
    ['a changed strategy', { strategy: 'oidc' }, 'strategy'],
    ['a flag that is not a boolean', { enabled: 'no' }, 'enabled'],
    ['an empty display name', { display_name: ' ' }, 'display_name'],
    ['a display name that is too long', { display_name: 'x'.repeat(129) }, 'display_name'],
    ['a NUL character in the display name', { display_name: 'a\0b' }, 'display_name'],
    ['no body', undefined, ''],
  ])('return 400 for an update with %s and change nothing', async (_what, data, path) => {
    const before = await getConnection(app, 'local');
    const response = await change('local', data);
    expect(response.status).toBe(400);
    expect(problemPaths(response)).toContain(path);
    expect(await getConnection(app, 'local')).toEqual(before);
  });
});
