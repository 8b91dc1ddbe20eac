import createRoutes from '../../plugins/user-profile/server/src/routes/content-api';
import { login, newCredentials, registerAccount, type Account } from '../support/accounts';
import { devicesOf, eventsOf, profileOf } from '../support/profiles';
import { startStrapi, type TestStrapi } from '../support/strapi';

const PREFIX = '/api/user-profile';
const actionOf = (handler: string) => `plugin::user-profile.${handler}`;

interface Call {
  method: string;
  handler: string;
  path: string;
  body?: object;
}

/** What makes each call a good one; a new route without an entry fails. */
const BODIES: Record<string, object | undefined> = {
  'me.findOne': undefined,
  'me.update': { data: { nickname: 'sample' } },
  'me-devices.find': undefined,
  'me-devices.unlink': undefined,
  'me-events.find': undefined,
  'users.find': undefined,
  'users.create': { data: { connection: 'local', password: 'secret-secret' } },
  'users.findOne': undefined,
  'users.update': { data: { nickname: 'sample' } },
  'users.delete': undefined,
  'users.block': {},
  'users.unblock': {},
  'users.liftLoginBlocks': undefined,
  'users.setPassword': { data: { password: 'secret-secret' } },
  'users.sendVerificationEmail': {},
  'users.sendPasswordReset': {},
  'devices.find': undefined,
  'devices.unlinkAll': undefined,
  'devices.unlink': undefined,
  'events.find': undefined,
  'locations.find': undefined,
  'connections.find': undefined,
  'connections.findOne': undefined,
  'connections.update': { data: { display_name: 'Sample' } },
};

const routes = createRoutes().routes;
const isOwn = (handler: string) => handler.startsWith('me');
const others = routes.filter(({ handler }) => !isOwn(handler));
const isRead = (handler: string) => /\.(find|findOne)$/.test(handler);

describe('REST', () => {
  let app: TestStrapi;

  beforeAll(async () => {
    app = await startStrapi();
  });

  afterAll(() => app?.stop());

  const tokenOf = async (type: string, permissions?: string[]): Promise<string> => {
    const answer = await app.request('POST', '/admin/api-tokens', {
      token: await app.adminToken(),
      body: {
        name: `${type}-${Math.random()}`,
        description: '',
        type,
        lifespan: null,
        ...(permissions ? { permissions } : {}),
      },
    });
    expect(answer.status).toBe(201);
    return answer.body.data.accessKey;
  };

  /** A call of the route on a user made for it. */
  const callOf = async ({ method, path, handler }: (typeof routes)[number]): Promise<Call> => {
    const account = await registerAccount(app);
    const { documentId } = await profileOf(app, account.email);
    const [device] = await devicesOf(app, documentId);
    const body = BODIES[handler];
    return {
      method,
      handler,
      path:
        PREFIX +
        path
          .replace(':id', documentId)
          .replace(':deviceId', device.device_id)
          .replace(':name', 'local'),
      body:
        handler === 'users.create'
          ? { data: { ...(body as { data: object }).data, email: newCredentials().email } }
          : body,
    };
  };

  const send = ({ method, path, body }: Call, token?: string) =>
    app.request(method, path, { token, body });

  it('has an entry here for every route', () => {
    expect(routes.map(({ handler }) => handler).sort()).toEqual(Object.keys(BODIES).sort());
  });

  describe.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))(
    '%s',
    (_name, route) => {
      it('is closed to anonymous callers, and to tokens without the action', async () => {
        const call = await callOf(route);
        expect((await send(call)).status).toBe(403);
        const other = route.handler === 'users.find' ? 'connections.find' : 'users.find';
        expect((await send(call, await tokenOf('custom', [actionOf(other)]))).status).toBe(403);
      });

      it('is open to read-only tokens only where it reads', async () => {
        const { status } = await send(await callOf(route), await tokenOf('read-only'));
        if (isRead(route.handler) && !isOwn(route.handler)) expect(status).toBe(200);
        else expect(status).toBe(403);
      });
    }
  );

  describe.each(others.map((route) => [`${route.method} ${route.path}`, route] as const))(
    '%s',
    (_name, route) => {
      it('is open to a token with its action, and to full access', async () => {
        for (const token of [
          await tokenOf('custom', [actionOf(route.handler)]),
          await tokenOf('full-access'),
        ]) {
          const { status } = await send(await callOf(route), token);
          // Mail cannot be sent here, which is said with a 400.
          expect(route.handler.startsWith('users.send') ? status === 400 : status < 300).toBe(true);
        }
      });

      it('is closed to users who are signed in', async () => {
        const { jwt } = await registerAccount(app);
        expect((await send(await callOf(route), jwt)).status).toBe(403);
      });

      it('answers 404 for what is not there', async () => {
        if (!/:(id|name)/.test(route.path)) return;
        const call = await callOf(route);
        const path = PREFIX + route.path.replace(':deviceId', 'x').replace(/:(id|name)/, 'nobody');
        const { status } = await send({ ...call, path }, await tokenOf('full-access'));
        expect(status).toBe(404);
      });
    }
  );

  it('asks for the right to set passwords where an email is changed', async () => {
    const { documentId } = await profileOf(app, (await registerAccount(app)).email);
    const body = { data: { email: newCredentials().email } };
    const change = async (...actions: string[]) =>
      (
        await app.request('PUT', `${PREFIX}/users/${documentId}`, {
          token: await tokenOf('custom', actions.map(actionOf)),
          body,
        })
      ).status;
    expect(await change('users.update')).toBe(403);
    expect(await change('users.update', 'users.setPassword')).toBe(200);
  });

  it('refuses a change that starts from an old revision (If-Match)', async () => {
    const token = await tokenOf('full-access');
    const { documentId } = await profileOf(app, (await registerAccount(app)).email);
    const path = `${PREFIX}/users/${documentId}`;
    const { headers } = await app.request('GET', path, { token });
    const etag = headers.get('etag') ?? '';
    const change = (name: string) =>
      app.request('PUT', path, { token, headers: { 'if-match': etag }, body: { data: { name } } });
    expect((await change('first')).status).toBe(200);
    expect((await change('second')).status).toBe(409);
  });

  describe('one’s own profile', () => {
    const me = (account: Account, method: string, path = '', body?: object) =>
      app.request(method, `${PREFIX}/me${path}`, { token: account.jwt, body });

    it('is read without app_metadata, and changed in what users may change', async () => {
      const account = await registerAccount(app);
      const read = await me(account, 'GET');
      expect(read.body.data).toMatchObject({ email: account.email, user_metadata: {} });
      expect(read.body.data).not.toHaveProperty('app_metadata');
      const changed = await me(account, 'PUT', '', {
        data: { name: 'Sample', user_metadata: { colour: 'red' } },
      });
      expect(changed.body.data).toMatchObject({
        name: 'Sample',
        user_metadata: { colour: 'red' },
      });
    });

    it.each([
      ['email', 'x@example.test', 400],
      ['username', 'x', 400],
      ['blocked', false, 400],
      ['email_verified', true, 400],
      ['app_metadata', { admin: true }, 403],
    ])('refuses %s', async (key, value, status) => {
      const account = await registerAccount(app);
      const before = await profileOf(app, account.email);
      expect((await me(account, 'PUT', '', { data: { [key]: value } })).status).toBe(status);
      expect(await profileOf(app, account.email)).toEqual(before);
    });

    it('has its own devices and history, and ends its own devices alone', async () => {
      const account = await registerAccount(app);
      const other = await registerAccount(app);
      const second = await login(app, {
        identifier: account.email,
        password: account.password,
        deviceId: 'phone',
      });
      const listed = await me(account, 'GET', '/devices');
      expect(listed.body.data).toHaveLength(2);
      const { documentId } = await profileOf(app, account.email);
      expect((await me(account, 'GET', '/events')).body.data).toEqual(
        await eventsOf(app, documentId)
      );
      expect((await me(other, 'DELETE', '/devices/phone')).status).toBe(404);
      expect((await me(account, 'DELETE', '/devices/phone')).status).toBe(200);
      const articles = await app.request('GET', '/api/articles', { token: second.body.jwt });
      expect(articles.status).toBe(401);
      expect((await me(account, 'GET')).status).toBe(200);
    });
  });
});
