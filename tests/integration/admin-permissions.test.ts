import { ADMIN_ACTIONS } from '../../plugins/user-profile/shared/constants';
import adminRoutes from '../../plugins/user-profile/server/src/routes/admin';
import { registerAccount } from '../support/accounts';
import { createAdminUser, type Admin } from '../support/admins';
import type { Answer, AnyBody } from '../support/http';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { countUsers, getUser, newEmail, userIdOf, userPath } from '../support/users';

interface Call {
  path: string;
  body?: unknown;
}

/** How a route is called so that it succeeds, for a user that nothing else uses. */
interface Entry {
  call(userId: string): Call;
  /** What the handler asks for on top of what the route declares. */
  also?: string[];
  /** Where success is not what a test can have: there is no mail here, and no work in progress. */
  status?: number;
}

const all = Object.values(ADMIN_ACTIONS);
const UUID = '00000000-0000-4000-8000-000000000000';

const ofUser =
  (rest: string, data?: unknown) =>
  (userId: string): Call => ({ path: userPath(userId, rest), body: data && { data } });

const fixed = (path: string, data?: unknown) => (): Call => ({ path, body: data && { data } });

const bulk = (action: string) => (userId: string) =>
  fixed('/users/bulk', { action, ids: [userId] })();

/** Each route of the admin API; a route that is not here fails the test. */
const ENTRIES: Record<string, Entry[]> = {
  'GET /settings': [{ call: fixed('/settings') }],
  'POST /reconcile': [{ call: fixed('/reconcile') }],
  'POST /users/bulk': [
    { call: bulk('block'), also: [ADMIN_ACTIONS.blockUsers] },
    { call: bulk('unblock'), also: [ADMIN_ACTIONS.blockUsers] },
    { call: bulk('delete'), also: [ADMIN_ACTIONS.deleteUsers] },
  ],
  'GET /users/bulk/:operation': [{ call: fixed(`/users/bulk/${UUID}`), status: 404 }],
  'POST /users/export': [{ call: fixed('/users/export', { format: 'csv' }) }],
  'GET /users': [{ call: fixed('/users') }],
  'POST /users': [
    {
      call: () =>
        fixed('/users', { connection: 'local', email: newEmail(), password: 'long enough' })(),
      status: 201,
    },
  ],
  'GET /users/:id': [{ call: ofUser('') }],
  'PUT /users/:id': [
    { call: ofUser('', { name: 'Changed' }) },
    {
      call: (userId) => ofUser('', { email: newEmail() })(userId),
      also: [ADMIN_ACTIONS.setCredentials],
    },
    { call: ofUser('', { email_verified: true }), also: [ADMIN_ACTIONS.setCredentials] },
  ],
  'DELETE /users/:id': [{ call: ofUser('') }],
  'GET /users/:id/overview': [{ call: ofUser('/overview') }],
  'POST /users/:id/block': [{ call: ofUser('/block') }],
  'POST /users/:id/unblock': [{ call: ofUser('/unblock') }],
  'DELETE /users/:id/login-blocks': [{ call: ofUser('/login-blocks') }],
  'PUT /users/:id/password': [{ call: ofUser('/password', { password: 'long enough' }) }],
  'POST /users/:id/verification-email': [{ call: ofUser('/verification-email'), status: 400 }],
  'POST /users/:id/password-reset': [{ call: ofUser('/password-reset'), status: 400 }],
  'GET /users/:id/devices': [{ call: ofUser('/devices') }],
  'DELETE /users/:id/devices': [{ call: ofUser('/devices') }],
  'DELETE /users/:id/devices/:deviceId': [{ call: ofUser('/devices/phone') }],
  'GET /users/:id/events': [{ call: ofUser('/events') }],
  'GET /users/:id/locations': [{ call: ofUser('/locations') }],
  'GET /connections': [{ call: fixed('/connections') }],
  'GET /connections/:name': [{ call: fixed('/connections/local') }],
  'PUT /connections/:name': [{ call: fixed('/connections/local', { display_name: 'Changed' }) }],
};

interface Policy {
  name: string;
  config: { actions: string[] };
}

const ROUTES = adminRoutes().routes.map(({ method, path, config }) => ({
  method,
  key: `${method} ${path}`,
  policies: config.policies,
  declared: config.policies
    .filter((policy): policy is Policy => typeof policy !== 'string')
    .flatMap((policy) => policy.config.actions),
}));

const CASES = ROUTES.flatMap(({ method, key, declared }) =>
  (ENTRIES[key] ?? []).map((entry, n) => ({
    method,
    entry,
    needed: [...declared, ...(entry.also ?? [])],
    what: `${key} ${n > 0 ? `(${n + 1})` : ''}`.trim(),
  }))
);

describe('the permissions of the admin API', () => {
  let app: TestStrapi;
  const admins = new Map<string, Promise<Admin>>();

  /** One admin for each set of permissions. */
  const adminWith = (actions: string[]): Promise<Admin> => {
    const key = [...actions].sort().join();
    const admin = admins.get(key) ?? createAdminUser(app, actions);
    admins.set(key, admin);
    return admin;
  };

  const send = (method: string, { path, body }: Call, token?: string): Promise<Answer<AnyBody>> =>
    app.request(method, `/user-profile${path}`, { token, body });

  /** Somebody with a device, so that every route finds what it is for. */
  const newUserId = async (): Promise<string> => {
    const account = await registerAccount(app);
    const { email: identifier, password } = account;
    await app.request('POST', '/api/auth/local', {
      body: { identifier, password, deviceId: 'phone' },
    });
    return userIdOf(account);
  };

  beforeAll(async () => {
    app = await startStrapi();
  });

  afterAll(() => app?.stop());

  it('are tested for each route that there is', () => {
    expect(Object.keys(ENTRIES).sort()).toEqual(ROUTES.map(({ key }) => key).sort());
  });

  it('are declared by every route, each of them an action of the plugin', () => {
    for (const { key, policies, declared } of ROUTES) {
      expect([key, policies[0]]).toEqual([key, 'admin::isAuthenticatedAdmin']);
      expect([key, declared.length > 0]).toEqual([key, true]);
      expect(all).toEqual(expect.arrayContaining(declared));
    }
  });

  it('have last segments that differ, by which the panel tells them apart', () => {
    const segments = all.map((action) => action.split('.').at(-1));
    expect(new Set(segments).size).toBe(all.length);
  });

  it('can all be given to a role', async () => {
    const admin = await adminWith(all);
    const { body } = await app.request('GET', '/admin/users/me/permissions', {
      token: admin.token,
    });
    const granted = body.data.map(({ action }: { action: string }) => action);
    expect(granted).toEqual(expect.arrayContaining(all));
  });

  describe.each(CASES)('$what', ({ method, entry, needed }) => {
    let userId: string;

    beforeAll(async () => {
      userId = await newUserId();
    });

    it('is refused to whoever is not signed in', async () => {
      expect((await send(method, entry.call(userId))).status).toBe(401);
      expect((await send(method, entry.call(userId), 'not-a-token')).status).toBe(401);
    });

    it('is refused to a user of the site and to an API token', async () => {
      const { jwt } = await registerAccount(app);
      expect((await send(method, entry.call(userId), jwt)).status).toBe(401);
    });

    it('is refused to an admin without any permission', async () => {
      const admin = await adminWith([]);
      expect((await send(method, entry.call(userId), admin.token)).status).toBe(403);
    });

    it.each(needed)('is refused to an admin who has all but %s', async (missing) => {
      const admin = await adminWith(all.filter((action) => action !== missing));
      const before = { ...(await countUsers(app)), user: await getUser(app, userId) };
      expect((await send(method, entry.call(userId), admin.token)).status).toBe(403);
      expect({ ...(await countUsers(app)), user: await getUser(app, userId) }).toEqual(before);
    });

    it('is allowed to an admin who has exactly what is needed', async () => {
      const admin = await adminWith(needed);
      expect((await send(method, entry.call(userId), admin.token)).status).toBe(
        entry.status ?? 200
      );
    });
  });
});
