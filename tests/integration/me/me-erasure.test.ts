import type { Profile } from '../../../plugins/user-profile/shared/contracts/users';
import { type Account, newCredentials, registerAccount } from '../../support/accounts';
import { mustCall } from '../../support/admin-api';
import { createConnection } from '../../support/connections';
import { UIDS } from '../../support/database';
import { HASHERS, setImportedPassword } from '../../support/imported-passwords';
import { logIn, postUser } from '../../support/logins';
import { getEvents, getProfileByEmail } from '../../support/profiles';
import { backdateLogins, getTokenStatuses, mustLogIn, REJECTED } from '../../support/sessions';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { getUser, getUsers, problemPaths, userIdOf, userPath } from '../../support/users';

const getEnv = (erasureRequests: string) => ({
  USER_PROFILE_CONFIG: JSON.stringify({ me: { erasureRequests } }),
  UP_JWT_MANAGEMENT: 'refresh',
});

describe('erasure request', () => {
  let app: TestStrapi;
  let account: Account;
  let id: string;

  beforeAll(async () => {
    app = await startStrapi();
    await createConnection(app, { name: 'members', strategy: 'database', options: {} });
  });

  afterAll(() => app?.stop());

  beforeEach(async () => {
    account = await registerAccount(app);
    id = userIdOf(account);
  });

  const send = (method: string, path: string, data?: object, token = account.jwt) =>
    app.request(method, `/api/user-profile/me${path}`, { token, body: data && { data } });

  const requestErasure = (data: object = {}, token?: string) =>
    send('POST', '/erasure-request', { confirm: true, ...data }, token);

  const requestErasureWithPassword = () => requestErasure({ current_password: account.password });
  const getRequestedAt = async () => (await send('GET', '')).body.meta.erasure_requested_at;

  describe('with review by an admin', () => {
    it('is stored and visible to the user and to admins', async () => {
      expect(await getRequestedAt()).toBeNull();
      const { status, body } = await requestErasureWithPassword();
      expect(status).toBe(200);
      expect(body.data).toEqual({ state: 'requested', requested_at: expect.any(String) });
      expect(await getRequestedAt()).toBe(body.data.requested_at);

      const { data, meta } = await getUser(app, id);
      expect(meta.erasure_requested_at).toBe(body.data.requested_at);
      const filtered = await getUsers(app, { 'filters[erasure_requested][$eq]': 'true' });
      expect(filtered.body.data.map((user: Profile) => user.user_id)).toEqual([id]);
      expect(filtered.body.meta.erasure_requested).toEqual([data.documentId]);
      const others = await getUsers(app, {
        'filters[erasure_requested][$eq]': 'false',
        'pagination[pageSize]': '100',
      });
      expect(others.body.data.map((user: Profile) => user.user_id)).not.toContain(id);
      expect(others.body.meta.erasure_requested).toEqual([]);
    });

    it('is stored and recorded once if it is sent twice', async () => {
      const first = await requestErasureWithPassword();
      expect((await requestErasureWithPassword()).body).toEqual(first.body);
      const { data } = await getUser(app, id);
      const asked = (await getEvents(app, data.documentId)).filter(({ type }) => type === 'sapi');
      expect(asked).toEqual([
        expect.objectContaining({
          actor: `user ${id}`,
          details: { operation: 'request-erasure' },
        }),
      ]);
    });

    it('can be withdrawn', async () => {
      await requestErasureWithPassword();
      const taken = await send('DELETE', '/erasure-request');
      expect([taken.status, taken.body.data]).toEqual([200, { state: 'withdrawn' }]);
      expect(await getRequestedAt()).toBeNull();
      expect((await send('DELETE', '/erasure-request')).status).toBe(404);
      const { data, meta } = await getUser(app, id);
      expect(meta.erasure_requested_at).toBeNull();
      const [last] = await getEvents(app, data.documentId);
      expect(last.details).toEqual({ operation: 'withdraw-erasure' });
    });

    it.each([
      ['without confirmation', { confirm: undefined }, ['confirm']],
      ['with confirm set to false', { confirm: false }, ['confirm']],
      ['without the password', { current_password: undefined }, ['current_password']],
      ['with a wrong password', { current_password: 'not-it' }, ['current_password']],
      ['with a password that is not a string', { current_password: 5 }, ['current_password']],
      ['with the id of a user', { id: 'unknown' }, ['id']],
    ])('is rejected %s', async (_what, changes, paths) => {
      const response = await requestErasure({ current_password: account.password, ...changes });
      expect([response.status, problemPaths(response)]).toEqual([400, paths]);
      expect(await getRequestedAt()).toBeNull();
    });

    it('returns 429 after ten wrong passwords', async () => {
      const from = { 'x-forwarded-for': '198.41.0.4' };
      const guess = (password: string) =>
        app.request('POST', '/api/user-profile/me/erasure-request', {
          token: account.jwt,
          headers: from,
          body: { data: { confirm: true, current_password: password } },
        });
      for (let tries = 0; tries < 10; tries += 1) {
        expect((await guess(`wrong-${tries}`)).status).toBe(400);
      }
      expect((await guess(account.password)).status).toBe(429);
      expect(await getRequestedAt()).toBeNull();
      const { meta } = await getUser(app, id);
      expect(meta.login_blocks).toHaveLength(1);
    });

    it.each(['local', 'members'])(
      'counts wrong passwords like failed logins of %s, and a success does not clear them',
      async (connection) => {
        const { email, password } = newCredentials();
        if (connection === 'members') {
          await postUser(app, connection, { email, password });
        } else {
          await registerAccount(app, newCredentials({ email, password }));
        }
        const from = { 'x-forwarded-for': '198.41.0.5' };
        const login = { identifier: email, ...(connection === 'members' && { connection }) };
        const { jwt } = (await logIn(app, { ...login, password }, from)).body;
        const confirm = async (sent: string) => {
          const response = await app.request('POST', '/api/user-profile/me/erasure-request', {
            token: jwt,
            headers: from,
            body: { data: { confirm: true, current_password: sent } },
          });
          return response.status;
        };
        for (let tries = 0; tries < 5; tries += 1) {
          expect((await logIn(app, { ...login, password: 'wrong' }, from)).status).toBe(400);
        }
        expect(await confirm(password)).toBe(200);
        for (let tries = 0; tries < 5; tries += 1) {
          expect(await confirm('wrong')).toBe(400);
        }
        expect((await logIn(app, { ...login, password }, from)).status).toBe(429);
      }
    );

    it('is fulfilled by deleting the user and erasing the history', async () => {
      const { documentId } = await getProfileByEmail(app, account.email);
      await requestErasureWithPassword();
      await mustCall(app, 'DELETE', userPath(id, '?history=erase'));
      const log = JSON.stringify(await app.database.rows(UIDS.event));
      for (const personal of [account.email, account.documentId, documentId]) {
        expect(log).not.toContain(personal);
      }
    });
  });

  describe('by a user without a password', () => {
    beforeEach(async () => {
      await app.database.update(UIDS.account, { id: account.id }, { password: null });
    });

    it('is accepted after a recent login', async () => {
      expect((await requestErasure()).status).toBe(200);
    });

    it('is rejected after an older login, also with refreshed tokens', async () => {
      await backdateLogins(app, account, 16);
      const refreshed = await app.request('POST', '/api/auth/refresh', {
        body: { refreshToken: account.refreshToken },
      });
      for (const token of [account.jwt, refreshed.body.jwt]) {
        const { status, body } = await requestErasure({}, token);
        expect([status, body.error.details.reason]).toEqual([403, 'recent_login_required']);
      }
      expect(await getRequestedAt()).toBeNull();
    });
  });

  describe('with immediate erasure', () => {
    beforeAll(() => app.restart(getEnv('immediate')));

    it('removes all data of the user and keeps other users', async () => {
      const other = await registerAccount(app);
      const { documentId } = await getProfileByEmail(app, account.email);
      const tokens = await mustLogIn(app, account, 'phone');
      const { status, body } = await requestErasureWithPassword();
      expect([status, body.data.state]).toEqual([200, 'erased']);
      expect(await getTokenStatuses(app, tokens)).toEqual(REJECTED);
      expect(await app.database.count(UIDS.account, { id: account.id })).toBe(0);
      expect(await app.database.count(UIDS.user, { user_id: id })).toBe(0);
      const kept = JSON.stringify([
        await app.database.rows(UIDS.event),
        await app.database.rows(UIDS.identity),
        await app.database.rows(UIDS.loginFailure),
        await app.database.rows(UIDS.session),
      ]);
      for (const personal of [account.email, account.documentId, documentId]) {
        expect(kept).not.toContain(personal);
      }
      expect((await send('GET', '', undefined, other.jwt)).status).toBe(200);
    });

    it('removes a password hash that was imported and is still in use', async () => {
      // bcrypt would truncate it, so the hash is kept after the password was verified.
      const long = 'é'.repeat(40);
      await setImportedPassword(app, account, HASHERS.scrypt(long));
      const { status, body } = await requestErasure({ current_password: long });
      expect([status, body.data.state]).toEqual([200, 'erased']);
      expect(await app.database.count(UIDS.importedPassword)).toBe(0);
    });

    it('requires the password too', async () => {
      expect((await requestErasure({ current_password: 'not-it' })).status).toBe(400);
      expect(await app.database.count(UIDS.account, { id: account.id })).toBe(1);
    });
  });
});
