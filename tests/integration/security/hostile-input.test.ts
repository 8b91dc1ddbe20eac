import knex from 'knex';

import { CHROME_ON_MACOS, newCredentials, registerAccount } from '../../support/accounts';
import { getApiToken } from '../../support/api-tokens';
import { databaseClient, tableOf, UIDS } from '../../support/database';
import { SURFACE } from '../../support/fuzz/surface';
import { logIn } from '../../support/logins';
import {
  getCaptureState,
  getDevices,
  getEvents,
  getEventTypes,
  getProfileByEmail,
  reconcile,
} from '../../support/profiles';
import { startStrapi, type TestStrapi } from '../../support/strapi';

describe('hostile client input', () => {
  let app: TestStrapi;

  beforeAll(async () => {
    app = await startStrapi();
  });

  afterAll(() => app?.stop());

  const signUp = async (headers: Record<string, string>) => {
    const account = await registerAccount(app, newCredentials(), headers);
    const { documentId } = await getProfileByEmail(app, account.email);
    const [event] = await getEvents(app, documentId);
    return { account, documentId, event };
  };

  it.each([
    ['IPv4', '8.8.8.8', '8.8.8.8', 'US'],
    ['IPv4-mapped', '::ffff:8.8.8.8', '8.8.8.8', 'US'],
    ['IPv6', '2001:4860:4860::8888', '2001:4860:4860::8888', expect.any(String)],
    ['private', '192.168.1.10', '192.168.1.10', undefined],
    ['loopback', '::1', '::1', undefined],
    // The address of the connection, because a client could avoid the limits per IP address.
    ['no IP address', 'somewhere', '127.0.0.1', undefined],
    ['markup', '<script>1</script>', '127.0.0.1', undefined],
  ])('stores only a valid X-Forwarded-For value: %s', async (_kind, sent, stored, country) => {
    const { event } = await signUp({ 'x-forwarded-for': sent });
    expect(event.ip).toBe(stored);
    expect(event.location_info?.country_code).toEqual(country);
  });

  it('truncates a long user agent and accepts an empty one', async () => {
    const long = await signUp({ 'user-agent': `${CHROME_ON_MACOS} ${'x'.repeat(10_000)}` });
    expect(long.event.user_agent).toHaveLength(512);
    const { documentId } = await signUp({ 'user-agent': '' });
    expect(await getDevices(app, documentId)).toEqual([
      expect.objectContaining({ name: 'Unknown device' }),
    ]);
  });

  it('returns 431 for a user agent of 100 KB', async () => {
    const response = await logIn(
      app,
      { identifier: 'unknown', password: 'x' },
      { 'user-agent': 'x'.repeat(100_000) }
    );
    expect(response.status).toBe(431);
  });

  it('creates a separate device for a device id of another user', async () => {
    const owner = await signUp({});
    const other = await signUp({});
    const [{ device_id: deviceId }] = await getDevices(app, owner.documentId);
    const { email, password } = other.account;
    await logIn(app, { identifier: email, password, deviceId });
    expect((await getDevices(app, other.documentId)).map((device) => device.device_id)).toContain(
      deviceId
    );
    const token = await app.adminToken();
    const path = `/user-profile/users/${other.documentId}/devices/${deviceId}`;
    expect((await app.request('DELETE', path, { token })).status).toBe(200);
    // The sessions of the owner are not affected.
    const articles = await app.request('GET', '/api/articles', { token: owner.account.jwt });
    expect(articles.status).toBe(200);
  });

  it.each(['', 'a b', '../..', '%00', 'x'.repeat(300), '<b>', 'ü'])(
    'accepts the device id %j and unlinks the device by the id that is returned',
    async (deviceId) => {
      const { account, documentId } = await signUp({});
      const response = await logIn(app, {
        identifier: account.email,
        password: account.password,
        deviceId,
      });
      expect(response.status).toBe(200);
      const token = await app.adminToken();
      for (const device of await getDevices(app, documentId)) {
        const path = `/user-profile/users/${documentId}/devices/${encodeURIComponent(device.device_id)}`;
        expect((await app.request('DELETE', path, { token })).status).toBe(200);
      }
      const articles = await app.request('GET', '/api/articles', { token: response.body.jwt });
      expect(articles.status).toBe(401);
    }
  );

  // PostgreSQL rejects NUL characters and lone surrogates, even as parameters of a query.
  it.each([
    ['NUL', '%00'],
    ['NUL within text', 'a%00b'],
    ['lone surrogate', '%ED%A0%80'],
    ['4,000 characters', 'x'.repeat(4000)],
  ])('returns a client error on every route for the id: %s', async (_what, id) => {
    const tokens = {
      admin: await app.adminToken(),
      content: await getApiToken(app, 'full-access'),
      own: (await registerAccount(app)).jwt,
    };
    const withId = SURFACE.filter(({ path }) => path.includes(':'));
    const responses = await Promise.all(
      withId.map(async ({ api, isOwn, method, path, prefix }) => {
        const { status } = await app.request(method, prefix + path.replaceAll(/:\w+/g, id), {
          token: tokens[isOwn ? 'own' : api],
          ...(method === 'GET' ? {} : { body: {} }),
        });
        return { route: `${api} ${method} ${path}`, status };
      })
    );
    expect(responses.filter(({ status }) => status < 400 || status >= 500)).toEqual([]);
  });

  it('counts a login after the clock was set back and keeps the later last login', async () => {
    const { account, documentId } = await signUp({});
    const future = new Date(Date.now() + 3_600_000);
    await app.database.update(UIDS.user, { document_id: documentId }, { last_login: future });
    await logIn(app, { identifier: account.email, password: account.password });
    const profile = await getProfileByEmail(app, account.email);
    expect(profile).toMatchObject({ logins_count: 2, last_login: future.toISOString() });
    expect((await getEvents(app, documentId)).map(({ type }) => type)).toEqual(['s', 's', 'ss']);
  });
});

// SQLite has a single writer: a lock on the events would also lock the accounts.
const onPostgres = databaseClient() === 'postgres' ? describe : () => undefined;

onPostgres('a locked events table', () => {
  it('does not delay a login and receives its event once it is unlocked', async () => {
    const app = await startStrapi();
    const locker = knex({ client: 'pg', connection: app.env().DATABASE_URL });
    try {
      const account = await registerAccount(app);
      const { documentId } = await getProfileByEmail(app, account.email);
      const trx = await locker.transaction();
      await trx.raw(`lock table ${tableOf(UIDS.event)} in access exclusive mode`);
      const response = await logIn(app, { identifier: account.email, password: account.password });
      expect(response.status).toBe(200);
      expect((await getCaptureState(app)).queued).toBe(1);
      await trx.commit();

      await reconcile(app);
      expect((await getCaptureState(app)).queued).toBe(0);
      // The two events of the registration may have the same date.
      expect((await getEventTypes(app, documentId)).sort()).toEqual(['s', 's', 'ss']);
    } finally {
      await locker.destroy();
      await app.stop();
    }
  });
});
