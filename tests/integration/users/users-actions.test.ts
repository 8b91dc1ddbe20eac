import { EVENT_TYPE_CODES } from '../../../plugins/user-profile/shared/event-types';
import { type Account, CHROME_ON_MACOS, LONDON_IP, registerAccount } from '../../support/accounts';
import { callAdmin, mustCall } from '../../support/admin-api';
import { getFullAccessToken } from '../../support/api-tokens';
import { UIDS } from '../../support/database';
import { logIn } from '../../support/logins';
import { getEvents, reconcile } from '../../support/profiles';
import {
  ACCEPTED,
  countActiveSessions,
  createAccountWithTokens,
  getTokenStatuses,
  mustLogIn,
  REJECTED,
  type Tokens,
} from '../../support/sessions';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import {
  createAccountRow,
  getProfile,
  getUser,
  newEmail,
  problemPaths,
  updateAdvancedSettings,
  userIdOf,
  userPath,
} from '../../support/users';

/** Every column that identifies the user, directly or indirectly. */
const PERSONAL_COLUMNS = [
  'profile',
  'identity',
  'user_id',
  'user_name',
  'ip',
  'user_agent',
  'device_id',
  'region_name',
  'city_name',
  'latitude',
  'longitude',
];

describe('admin actions on a user', () => {
  let app: TestStrapi;
  let account: Account;
  let tokens: Tokens;
  let id: string;

  const callUser = (method: string, rest: string, data?: unknown) =>
    callAdmin(app, method, userPath(id, rest), data === undefined ? undefined : { data });

  const setPassword = (data: Record<string, unknown>) => callUser('PUT', '/password', data);

  const getLoginStatus = async (password: string) =>
    (await logIn(app, { identifier: account.email, password })).status;

  const getAdminEvents = async () => {
    const { email } = await app.createAdmin();
    return (await getEvents(app, id)).filter(({ actor }) => actor === email);
  };

  beforeAll(async () => {
    app = await startStrapi();
  });

  afterAll(() => app?.stop());

  beforeEach(async () => {
    ({ account, tokens, userId: id } = await createAccountWithTokens(app));
  });

  it.each([
    ['POST', '/block', undefined],
    ['POST', '/unblock', undefined],
    ['PUT', '/password', { password: 'long enough' }],
    ['POST', '/verification-email', undefined],
    ['POST', '/password-reset', undefined],
    ['DELETE', '', undefined],
  ])('return 404 for %s %s of an unknown user', async (method, rest, data) => {
    id = 'local|unknown';
    expect((await callUser(method, rest, data)).status).toBe(404);
  });

  describe('block', () => {
    it('ends all sessions at once and rejects new logins', async () => {
      const laptop = await mustLogIn(app, account, 'laptop');
      const { status, body } = await callUser('POST', '/block');

      expect(status).toBe(200);
      expect(body.data.blocked).toBe(true);
      expect(body.meta.actions).toContain('unblock');
      expect(body.meta.actions).not.toContain('block');
      expect(await countActiveSessions(app, account)).toBe(0);
      for (const pair of [tokens, laptop]) {
        expect(await getTokenStatuses(app, pair)).toEqual(REJECTED);
      }
      expect(await getLoginStatus(account.password)).toBe(400);
    });

    it('does not affect other users', async () => {
      const other = await createAccountWithTokens(app);
      await callUser('POST', '/block');
      expect(await getTokenStatuses(app, other.tokens)).toEqual(ACCEPTED);
    });

    it('can be undone, which allows new logins and revives no session', async () => {
      await callUser('POST', '/block');
      const { status, body } = await callUser('POST', '/unblock');
      expect(status).toBe(200);
      expect(body.data.blocked).toBe(false);
      expect(await getTokenStatuses(app, tokens)).toEqual(REJECTED);
      expect(await getTokenStatuses(app, await mustLogIn(app, account))).toEqual(ACCEPTED);
    });

    it('is applied and recorded once if it is sent twice', async () => {
      await callUser('POST', '/block');
      const { meta } = await getUser(app, id);
      expect((await callUser('POST', '/block')).status).toBe(200);
      expect((await getUser(app, id)).meta.revision).toBe(meta.revision);
      const operations = (await getAdminEvents()).map(({ details }) => details.operation);
      expect(operations.filter((operation) => operation === 'block-user')).toHaveLength(1);
    });

    it('is also set on the Users & Permissions account', async () => {
      await callUser('POST', '/block');
      expect(await app.database.count(UIDS.account, { id: account.id, blocked: true })).toBe(1);
      await callUser('POST', '/unblock');
      expect(await app.database.count(UIDS.account, { id: account.id, blocked: false })).toBe(1);
    });
  });

  describe('the password', () => {
    const password = 'brand new password';

    it('replaces the old one and ends all sessions', async () => {
      const { status, body } = await setPassword({ password });
      expect(status).toBe(200);
      expect(JSON.stringify(body)).not.toContain(password);
      expect(body.data.last_password_reset).toEqual(expect.any(String));
      expect(await countActiveSessions(app, account)).toBe(0);
      expect(await getTokenStatuses(app, tokens)).toEqual(REJECTED);
      expect(await getLoginStatus(account.password)).toBe(400);
      expect(await getLoginStatus(password)).toBe(200);
    });

    it('can be set without ending the sessions', async () => {
      expect((await setPassword({ password, end_sessions: false })).status).toBe(200);
      expect(await getTokenStatuses(app, tokens)).toEqual(ACCEPTED);
      expect(await getLoginStatus(password)).toBe(200);
    });

    it.each([
      ['too short', { password: '12345' }],
      ['too long in bytes', { password: 'é'.repeat(37) }],
      ['missing', {}],
      ['empty', { password: '' }],
      ['not a string', { password: 123456789 }],
      ['sent with an unknown key', { password, blocked: true }],
    ])('is rejected and ends no session if it is %s', async (_what, data) => {
      const response = await setPassword(data);
      expect(response.status).toBe(400);
      expect(problemPaths(response).length).toBeGreaterThan(0);
      expect(await getTokenStatuses(app, tokens)).toEqual(ACCEPTED);
      expect(await getLoginStatus(account.password)).toBe(200);
    });

    it('is rejected with the rule that it breaks', async () => {
      const response = await setPassword({ password: 'short' });
      expect(response.body.error.details.errors).toEqual([
        {
          path: ['password'],
          name: 'ValidationError',
          message: 'The password must have at least 6 characters',
          code: 'password_length',
          params: { min: 6 },
        },
      ]);
    });

    it('voids a reset code that was sent before', async () => {
      await app.database.update(
        UIDS.account,
        { id: account.id },
        { reset_password_token: `code-${account.id}` }
      );
      await setPassword({ password });
      const { status } = await app.request('POST', '/api/auth/reset-password', {
        body: {
          code: `code-${account.id}`,
          password: 'attacker',
          passwordConfirmation: 'attacker',
        },
      });
      expect(status).toBe(400);
      expect(await getLoginStatus(password)).toBe(200);
    });

    it('returns 400 for a user whose connection has no passwords', async () => {
      const documentId = await createAccountRow(app, { email: newEmail(), provider: 'google' });
      await reconcile(app);
      id = userIdOf({ documentId }, 'google');
      expect((await setPassword({ password })).status).toBe(400);
    });
  });

  describe('an email', () => {
    const getSentCodes = async (): Promise<string[]> => {
      const [row] = await app.database.rows(
        UIDS.account,
        { id: account.id },
        { columns: ['reset_password_token', 'confirmation_token'] }
      );
      return Object.values(row ?? {}).filter((code) => code !== null);
    };

    it.each(['/verification-email', '/password-reset'])(
      'through %s returns 400 if it cannot be sent, and reveals no code',
      async (route) => {
        const { status, body } = await callUser('POST', route);
        expect(status).toBe(400);
        expect(body.error.message).toMatch(/mail could not be sent/);

        const codes = await getSentCodes();
        expect(codes.length).toBeGreaterThan(0);
        const events = JSON.stringify(await getEvents(app, id));
        for (const code of codes) {
          expect(JSON.stringify(body)).not.toContain(code);
          expect(events).not.toContain(code);
          expect(app.output()).not.toContain(code);
        }
        expect((await getAdminEvents()).map(({ type }) => type)).not.toContain(
          route === '/password-reset' ? 'scpr' : 'svr'
        );
      }
    );

    it('to verify an email address returns 400 if it is already verified', async () => {
      await mustCall(app, 'PUT', userPath(id), { data: { email_verified: true } });
      const { status, body } = await callUser('POST', '/verification-email');
      expect(status).toBe(400);
      expect(body.error.message).toMatch(/already verified/);
      expect((await getUser(app, id)).meta.actions).not.toContain('send-verification-email');
    });

    it('to reset a password returns 400 for a user of a provider', async () => {
      const documentId = await createAccountRow(app, { email: newEmail(), provider: 'google' });
      await reconcile(app);
      id = userIdOf({ documentId }, 'google');
      expect((await callUser('POST', '/password-reset')).status).toBe(400);
    });
  });

  describe('delete', () => {
    /** The number of rows of the user in each table, except for events. */
    const countRows = async (profileId: string) => {
      const [user] = await app.database.rows(
        UIDS.user,
        { document_id: profileId },
        { columns: ['id'] }
      );
      return {
        accounts: await app.database.count(UIDS.account, { id: account.id }),
        sessions: await app.database.count(UIDS.session, {
          user_id: String(account.id),
          origin: 'users-permissions',
        }),
        users: user ? 1 : 0,
        identities: await app.database.count(UIDS.identity, { account: account.documentId }),
        devices: await app.database.count(UIDS.device, { user_id: numericId }),
      };
    };

    const NOTHING = { accounts: 0, sessions: 0, users: 0, identities: 0, devices: 0 };
    let profileId: string;
    let numericId: number;

    beforeEach(async () => {
      profileId = (await getProfile(app, account)).documentId;
      const [row] = await app.database.rows(
        UIDS.user,
        { document_id: profileId },
        { columns: ['id'] }
      );
      numericId = Number(row?.id);
      expect(await countRows(profileId)).toEqual({
        accounts: 1,
        sessions: 1,
        users: 1,
        identities: 1,
        devices: expect.any(Number),
      });
    });

    const getEventRows = (logIds: string[]) => app.database.rows(UIDS.event, { log_id: logIds });

    const logIds = async (): Promise<string[]> =>
      (await getEvents(app, id)).map((each) => each.log_id);

    it('removes account, sessions, profile, identities and devices, and keeps the history', async () => {
      const ids = await logIds();
      const { status, body } = await callAdmin(app, 'DELETE', userPath(id));

      expect(status).toBe(200);
      expect(body.data).toEqual({ documentId: profileId, user_id: id });
      expect(await countRows(profileId)).toEqual(NOTHING);
      expect(await getTokenStatuses(app, tokens)).toEqual(REJECTED);
      expect((await callAdmin(app, 'GET', userPath(id))).status).toBe(404);

      for (const row of await getEventRows(ids)) {
        expect(row.user_id).toBe(id);
      }
      const [removal] = await app.database.rows(UIDS.event, { type: 'sdu', user_id: id });
      expect(removal).toMatchObject({ actor: (await app.createAdmin()).email });
      expect(await app.database.count(UIDS.event, { type: 'sdu', user_id: id })).toBe(1);
    });

    it('with history=erase keeps the events without personal data', async () => {
      const secretName = 'Xanthippe Quux';
      await mustCall(app, 'PUT', userPath(id), { data: { name: secretName } });
      const from = { 'x-forwarded-for': LONDON_IP, 'user-agent': CHROME_ON_MACOS };
      const identifier = account.email;
      await logIn(app, { ...account, identifier, password: 'wrong password' }, from);
      await logIn(app, { identifier, password: account.password, deviceId: 'her-own-phone' }, from);
      const changed = newEmail('changed');
      await mustCall(app, 'PUT', userPath(id), { data: { email: changed } });

      const ids = await logIds();
      expect(ids.length).toBeGreaterThanOrEqual(5);
      const [{ body }, before] = [
        await callAdmin(app, 'DELETE', userPath(id, '?history=erase')),
        await app.database.count(UIDS.event),
      ];
      expect(body.data).toEqual({ documentId: profileId, user_id: id });

      const rows: Record<string, unknown>[] = await getEventRows(ids);
      expect(rows).toHaveLength(ids.length);
      for (const row of rows) {
        expect(EVENT_TYPE_CODES).toContain(row.type);
        for (const column of PERSONAL_COLUMNS) {
          expect([column, row[column]]).toEqual([column, null]);
        }
        expect(JSON.stringify(row.details)).toMatch(/^"?\{\}"?$/);
      }

      const everything = JSON.stringify(await app.database.rows(UIDS.event));
      for (const personal of [
        account.email,
        changed,
        secretName,
        profileId,
        account.documentId,
        'her-own-phone',
      ]) {
        expect(everything).not.toContain(personal);
      }
      expect(await app.database.count(UIDS.event)).toBe(before);
      expect(await countRows(profileId)).toEqual(NOTHING);
    });

    it('returns 400 for an unknown history option', async () => {
      const response = await callAdmin(app, 'DELETE', userPath(id, '?history=burn'));
      expect(response.status).toBe(400);
      expect(problemPaths(response)).toEqual(['history']);
      expect((await countRows(profileId)).accounts).toBe(1);
    });

    it('succeeds once for two parallel requests, and the other returns 404', async () => {
      const responses = await Promise.all([1, 2].map(() => callAdmin(app, 'DELETE', userPath(id))));
      expect(responses.map(({ status }) => status).sort()).toEqual([200, 404]);
    });

    it('removes a profile whose account no longer exists', async () => {
      await app.database.remove(UIDS.account, { id: account.id });
      expect((await callAdmin(app, 'DELETE', userPath(id))).status).toBe(200);
      expect(await countRows(profileId)).toMatchObject({ users: 0, identities: 0, devices: 0 });
    });

    it.each([
      [
        'the Users & Permissions route',
        async () =>
          app.request('DELETE', `/api/users/${account.id}`, {
            token: await getFullAccessToken(app),
          }),
      ],
      [
        'the Content Manager',
        async () =>
          app.request(
            'DELETE',
            `/content-manager/collection-types/plugin::users-permissions.user/${account.documentId}`,
            { token: await app.adminToken() }
          ),
      ],
    ])('through %s removes the profile too', async (_what, remove) => {
      expect((await remove()).status).toBe(200);
      expect(await countRows(profileId)).toEqual(NOTHING);
      expect(await getTokenStatuses(app, tokens)).toEqual(REJECTED);
      expect(await app.database.count(UIDS.event, { type: 'sdu', user_id: id })).toBe(1);
    });
  });

  it('are recorded with the email of the admin', async () => {
    await callUser('POST', '/block');
    await callUser('POST', '/unblock');
    await setPassword({ password: 'something else' });
    await mustCall(app, 'PUT', userPath(id), { data: { email: newEmail() } });
    await mustCall(app, 'PUT', userPath(id), { data: { nickname: 'n' } });
    await mustLogIn(
      app,
      { email: (await getUser(app, id)).data.email ?? '', password: 'something else' },
      'tv'
    );
    await mustCall(app, 'DELETE', userPath(id, '/devices/tv'));
    await mustCall(app, 'DELETE', userPath(id, '/devices'));

    const done = (await getAdminEvents()).map(({ type, details }) => details.operation ?? type);
    for (const operation of [
      'block-user',
      'unblock-user',
      'set-password',
      'sce',
      'update-user',
      'unlink-device',
      'unlink-all-devices',
    ]) {
      expect(done).toContain(operation);
    }
  });

  it('are not the actor in events of the user', async () => {
    const own = (await getEvents(app, id)).filter(({ type }) => ['s', 'ss'].includes(type));
    expect(own.map(({ actor }) => actor)).toEqual([null, null, null]);
  });

  it('write no password to the server log or to an event', async () => {
    const secret = 'never-to-be-seen-anywhere';
    await setPassword({ password: secret });
    await setPassword({ password: `${secret}${'x'.repeat(80)}` });
    await getLoginStatus(secret);
    const events = JSON.stringify(await app.database.rows(UIDS.event));
    expect(events).not.toContain(secret);
    expect(app.output()).not.toContain(secret);
  });

  it('are needed to verify the email of a new account without email confirmation', async () => {
    await updateAdvancedSettings(app, { email_confirmation: false });
    const fresh = await registerAccount(app);
    expect((await getProfile(app, fresh)).email_verified).toBe(false);
  });
});
