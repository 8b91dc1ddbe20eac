import type { Account } from '../../support/accounts';
import { mustCall } from '../../support/admin-api';
import { getFullAccessToken } from '../../support/api-tokens';
import { createConnection, updateConnection } from '../../support/connections';
import { UIDS } from '../../support/database';
import { logIn, postUser } from '../../support/logins';
import { isShared } from '../../support/on-database';
import { getEvents, getEventTypes } from '../../support/profiles';
import { runInServer, SERVER_CODE } from '../../support/run-in-server';
import {
  ACCEPTED,
  countActiveSessions,
  createAccountWithTokens,
  devicePath,
  getTokenStatuses,
  mustLogIn,
  mustRefresh,
  refresh,
  REJECTED,
  type Tokens,
} from '../../support/sessions';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { newEmail, userPath } from '../../support/users';

const times = (count: number) => Array.from({ length: count }, (_, n) => n + 1);

const twoInstances = () => {
  let first: TestStrapi;
  let second: TestStrapi;
  let account: Account;
  let tokens: Tokens;
  let id: string;

  beforeAll(async () => {
    first = await startStrapi({ env: SERVER_CODE });
    second = await startStrapi({ database: first.database });
  });

  afterAll(async () => {
    await second?.stop();
    await first?.stop();
  });

  beforeEach(async () => {
    ({ account, tokens, userId: id } = await createAccountWithTokens(first));
  });

  it('accept the tokens of each other', async () => {
    expect(await getTokenStatuses(second, tokens)).toEqual(ACCEPTED);
  });

  it.each<[string, (device: string) => Promise<unknown>]>([
    ['unlink', () => mustCall(first, 'DELETE', devicePath(id, 'phone'))],
    ['unlink all', () => mustCall(first, 'DELETE', userPath(id, '/devices'))],
    ['block', () => mustCall(first, 'POST', userPath(id, '/block'))],
    ['delete', () => mustCall(first, 'DELETE', userPath(id))],
    [
      'a new password',
      () =>
        mustCall(first, 'PUT', userPath(id, '/password'), { data: { password: 'long enough' } }),
    ],
  ])('both reject access and refresh tokens after %s at one of them', async (_what, act) => {
    // The second instance has seen the tokens, so a cache in its memory would hold them now.
    const used = await mustRefresh(second, tokens.refreshToken);
    expect(await getTokenStatuses(second, used)).toEqual(ACCEPTED);
    await act('phone');
    for (const pair of [tokens, used]) {
      expect(await getTokenStatuses(second, pair)).toEqual(REJECTED);
    }
  });

  it.each(times(5))('leave one live session after parallel refreshes at both (%d)', async () => {
    const responses = await Promise.all(
      times(20).map((n) => refresh(n % 2 === 0 ? first : second, tokens.refreshToken))
    );
    expect(responses.map(({ status }) => status)).toEqual(Array<number>(20).fill(200));
    expect(new Set(responses.map(({ body }) => body.refreshToken)).size).toBe(1);
    expect(await countActiveSessions(first, account)).toBe(1);
  });

  it.each(times(10))('leave no live token if an unlink races refreshes (%d)', async () => {
    const [response, again] = await Promise.all([
      refresh(second, tokens.refreshToken),
      refresh(second, tokens.refreshToken),
      mustCall(first, 'DELETE', devicePath(id, 'phone')),
    ]);
    expect(await countActiveSessions(first, account)).toBe(0);
    for (const { status, body } of [response, again]) {
      if (status === 200) {
        expect(await getTokenStatuses(second, body)).toEqual(REJECTED);
      }
    }
  });

  it('accept a login at one after an unlink at the other', async () => {
    await mustCall(first, 'DELETE', devicePath(id, 'phone'));
    expect(await getTokenStatuses(first, await mustLogIn(second, account, 'phone'))).toEqual(
      ACCEPTED
    );
  });

  it('count the failed logins of an identifier and an IP address together', async () => {
    const wrong = { identifier: account.email, password: 'wrong' };
    const guess = async (n: number) =>
      (await logIn(n % 2 === 0 ? first : second, wrong, { 'x-forwarded-for': '198.41.0.4' }))
        .status;
    const statuses: number[] = [];
    for (const n of times(10)) {
      statuses.push(await guess(n));
    }
    expect(statuses).toEqual(Array<number>(10).fill(400));
    expect([await guess(1), await guess(2)]).toEqual([429, 429]);
  });

  it('respond with a user while a change at one of them has the row locked', async () => {
    const statuses = await runInServer(
      first,
      async (strapi, userId, url, jwt, apiToken) => {
        const { tableName } = strapi.db.metadata.get('plugin::user-profile.user');
        const trx = await strapi.db.connection.transaction();
        const get = async (path: string, token: string) => {
          const headers = { authorization: `Bearer ${token}` };
          const signal = AbortSignal.timeout(5000);
          return (await fetch(`${url}/api/user-profile${path}`, { headers, signal })).status;
        };
        try {
          await trx(tableName).where({ user_id: userId }).forUpdate();
          const path = `/users/${encodeURIComponent(userId)}`;
          return [await get('/me', jwt), await get(path, apiToken)];
        } finally {
          await trx.rollback();
        }
      },
      id,
      second.url,
      tokens.jwt,
      await getFullAccessToken(first)
    );
    expect(statuses).toEqual([200, 200]);
  });

  it('both follow a change of a connection at one of them', async () => {
    const connection = { name: 'members', strategy: 'database', options: {} };
    await createConnection(first, connection);
    const email = newEmail();
    await postUser(first, connection.name, { email });
    const logInAt = async (app: TestStrapi) =>
      (await logIn(app, { connection: connection.name, identifier: email })).status;
    expect([await logInAt(first), await logInAt(second)]).toEqual([200, 200]);

    await updateConnection(first, connection.name, { enabled: false });
    const rejected = await logInAt(first);
    expect(rejected).not.toBe(200);
    expect(await logInAt(second)).toBe(rejected);
    await updateConnection(first, connection.name, { enabled: true });
    expect([await logInAt(first), await logInAt(second)]).toEqual([200, 200]);
  });

  /** Restores sessions while a transaction locks the user and then inserts the device, as a login does. */
  const restoreDuringLogin = (user: number) =>
    runInServer(
      first,
      async (strapi, userId) => {
        const { connection: database, dialect } = strapi.db;
        const tableOf = (type: string) =>
          strapi.db.metadata.get(`plugin::user-profile.${type}`).tableName;
        const errors: unknown[] = [];
        database.on('query-error', ({ code }: { code: unknown }) => errors.push(code));
        let restored: Promise<unknown> | undefined;
        await database.transaction(async (trx) => {
          const users = trx(tableOf('user')).where({ id: userId });
          await (dialect.client === 'postgres' ? users.forNoKeyUpdate() : users.forUpdate());
          const waits = new Promise<void>((resolve) => {
            database.on('query', ({ sql }: { sql: string }) => {
              if (/user_profile_users.* for (no key )?update/.test(sql)) {
                resolve();
              }
            });
          });
          restored = strapi.plugin('user-profile').service('reconcile').run('recent');
          await waits;
          const device = { document_id: 'd', user_id: userId, device_id: 'phone' };
          await trx(tableOf('device')).insert(device);
        });
        await restored;
        return errors;
      },
      user
    );

  it('restore the session of a login that is in flight without a deadlock', async () => {
    const [user] = await first.database.rows(UIDS.user, { user_id: id });
    await first.database.remove(UIDS.event, { profile: user.document_id });
    await first.database.remove(UIDS.device, { user_id: user.id });
    // The pass leaves out recent sessions.
    await first.database.update(UIDS.session, {}, { created_at: new Date(0) });
    expect(await restoreDuringLogin(user.id)).toEqual([]);
    expect(await getEventTypes(first, user.document_id)).toContain('s');
  });

  it('both end the device after a refresh token is replayed at one of them', async () => {
    const next = await mustRefresh(first, tokens.refreshToken);
    const last = await mustRefresh(second, next.refreshToken);
    expect((await refresh(second, tokens.refreshToken)).status).toBe(401);
    expect(await getTokenStatuses(first, last)).toEqual(REJECTED);
    const types = (await getEvents(first, id)).map(({ type }) => type);
    expect(types.filter((type) => type === 'ferrt')).toHaveLength(1);
  });
};

const oneInstance = () => {
  it('do not apply to SQLite, whose file belongs to one server', () => {
    expect(isShared).toBe(false);
  });
};

describe('two instances on one database', isShared ? twoInstances : oneInstance);
