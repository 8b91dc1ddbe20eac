import { createHmac } from 'node:crypto';

import {
  type Account,
  CHROME_ON_MACOS,
  newCredentials,
  registerAccount,
} from '../../support/accounts';
import { callAdmin, mustCall } from '../../support/admin-api';
import { getFullAccessToken } from '../../support/api-tokens';
import { tableOf, UIDS } from '../../support/database';
import { logIn } from '../../support/logins';
import { isShared } from '../../support/on-database';
import { getDevices, getEvents } from '../../support/profiles';
import {
  ACCEPTED,
  countActiveSessions,
  createAccountWithTokens,
  devicePath,
  getArticlesStatus,
  getTokenStatuses,
  mustLogIn,
  mustRefresh,
  refresh,
  REJECTED,
  type Tokens,
} from '../../support/sessions';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { getUser, userIdOf, userPath } from '../../support/users';

const times = (count: number) => Array.from({ length: count }, (_, n) => n + 1);

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

const decodeClaims = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

const signToken = (claims: unknown, secret: string) => {
  const content = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
};

describe('sessions', () => {
  let app: TestStrapi;
  let account: Account;
  let tokens: Tokens;
  let id: string;

  const getTypes = async () => (await getEvents(app, id)).map(({ type }) => type);

  /** Makes the sessions of the account look as if they were older than the plugin. */
  const forgetDevice = () =>
    app.database.update(
      UIDS.session,
      { user_id: String(account.id) },
      { device_id: null, metadata: null }
    );

  beforeAll(async () => {
    app = await startStrapi();
  });

  afterAll(() => app?.stop());

  beforeEach(async () => {
    ({ account, tokens, userId: id } = await createAccountWithTokens(app));
  });

  describe('refresh', () => {
    it('returns new tokens, and the old access token stays valid until it expires', async () => {
      const next = await mustRefresh(app, tokens.refreshToken);
      expect(next.refreshToken).not.toBe(tokens.refreshToken);
      expect(await getArticlesStatus(app, next.jwt)).toBe(200);
      expect(await getArticlesStatus(app, tokens.jwt)).toBe(200);
      expect(await countActiveSessions(app, account)).toBe(1);
      expect(await getTypes()).toContain('sertft');
    });

    it('keeps its device and does not count as a login', async () => {
      await mustRefresh(app, tokens.refreshToken);
      const devices = await getDevices(app, id);
      expect(devices).toMatchObject([{ device_id: 'phone', refresh_tokens: 1 }]);
      expect((await getUser(app, id)).data.logins_count).toBe(2);
    });

    it('returns the same new session if it is sent twice within the grace period', async () => {
      const first = await mustRefresh(app, tokens.refreshToken);
      const second = await mustRefresh(app, tokens.refreshToken);
      expect(decodeClaims(second.refreshToken)).toEqual(decodeClaims(first.refreshToken));
      expect(await countActiveSessions(app, account)).toBe(1);
      expect(await getTokenStatuses(app, second)).toEqual(ACCEPTED);
      expect(await getTypes()).not.toContain('ferrt');
    });

    it.each(times(isShared ? 5 : 1))(
      'thirty times in parallel leaves one live session and one refresh token (%d)',
      async () => {
        const responses = await Promise.all(times(30).map(() => refresh(app, tokens.refreshToken)));
        expect(responses.map(({ status }) => status)).toEqual(Array<number>(30).fill(200));

        const children = new Set(responses.map(({ body }) => body.refreshToken));
        expect(children.size).toBe(1);
        expect(await countActiveSessions(app, account)).toBe(1);
        expect(await getDevices(app, id)).toMatchObject([{ refresh_tokens: 1 }]);
        const [child] = children;
        expect((await refresh(app, child ?? '')).status).toBe(200);
      }
    );

    it('with a token whose successor was used ends the device', async () => {
      const second = await mustRefresh(app, tokens.refreshToken);
      const third = await mustRefresh(app, second.refreshToken);

      expect((await refresh(app, tokens.refreshToken)).status).toBe(401);
      for (const pair of [tokens, second, third]) {
        expect(await getTokenStatuses(app, pair)).toEqual(REJECTED);
      }
      expect(await countActiveSessions(app, account)).toBe(0);

      const event = (await getEvents(app, id)).find(({ type }) => type === 'ferrt');
      expect(event).toMatchObject({
        device_id: 'phone',
        success: false,
        details: { reason: 'refresh_token_reused' },
      });
    });

    it('that ends a device keeps the other devices', async () => {
      const laptop = await mustLogIn(app, account, 'laptop');
      const second = await mustRefresh(app, tokens.refreshToken);
      await mustRefresh(app, second.refreshToken);
      await refresh(app, tokens.refreshToken);
      expect(await getTokenStatuses(app, laptop)).toEqual(ACCEPTED);
    });

    it.each(times(isShared ? 5 : 1))(
      'with an old and a new token in parallel leaves at most one live session (%d)',
      async () => {
        const second = await mustRefresh(app, tokens.refreshToken);
        await Promise.all([
          ...times(5).map(() => refresh(app, second.refreshToken)),
          ...times(5).map(() => refresh(app, tokens.refreshToken)),
        ]);
        expect(await countActiveSessions(app, account)).toBeLessThanOrEqual(1);
      }
    );

    it('with a used token of a session that is older than the plugin ends that login', async () => {
      await forgetDevice();
      const second = await mustRefresh(app, tokens.refreshToken);
      const third = await mustRefresh(app, second.refreshToken);
      expect((await refresh(app, tokens.refreshToken)).status).toBe(401);
      for (const pair of [tokens, second, third]) {
        expect(await getTokenStatuses(app, pair)).toEqual(REJECTED);
      }
      expect(await getTypes()).toContain('ferrt');
    });

    it('of a blocked user is rejected and ends the sessions', async () => {
      await app.database.update(UIDS.account, { id: account.id }, { blocked: true });
      expect((await refresh(app, tokens.refreshToken)).status).toBe(401);
      expect(await countActiveSessions(app, account)).toBe(0);
      await app.database.update(UIDS.account, { id: account.id }, { blocked: false });
      expect(await getTokenStatuses(app, tokens)).toEqual(REJECTED);
    });

    describe('with an invalid token', () => {
      let live: Tokens;

      /** The worst case: the token names a session whose replay would end the device. */
      beforeEach(async () => {
        const second = await mustRefresh(app, tokens.refreshToken);
        live = await mustRefresh(app, second.refreshToken);
      });

      it.each<[string, (real: string) => string]>([
        ['signed with another secret', (real) => signToken(decodeClaims(real), 'another secret')],
        ['signed with an empty secret', (real) => signToken(decodeClaims(real), '')],
        [
          'without a signature',
          (real) => `${encode({ alg: 'none', typ: 'JWT' })}.${encode(decodeClaims(real))}.`,
        ],
        ['with another signature', (real) => `${real.slice(0, -6)}AAAAAA`],
        [
          'with other claims under the real signature',
          (real) => {
            const [head, , signature] = real.split('.');
            return [head, encode({ ...decodeClaims(real), exp: 9_999_999_999 }), signature].join(
              '.'
            );
          },
        ],
        ['that is not a JWT', () => 'x.y.z'],
      ])('returns 401 and ends nothing for a token %s', async (_what, forge) => {
        expect((await refresh(app, forge(tokens.refreshToken))).status).toBe(401);
        expect(await getArticlesStatus(app, live.jwt)).toBe(200);
        expect((await refresh(app, live.refreshToken)).status).toBe(200);
        expect(await getTypes()).not.toContain('ferrt');
      });

      it('returns 401 and ends nothing for an access token', async () => {
        expect((await refresh(app, tokens.jwt)).status).toBe(401);
        expect((await refresh(app, live.refreshToken)).status).toBe(200);
      });

      it.each([[undefined], [null], [1], [{}], [['x']], ['']])(
        'returns 400 for the refresh token %p',
        async (token) => {
          const { status } = await app.request('POST', '/api/auth/refresh', {
            body: { refreshToken: token },
          });
          expect(status).toBe(400);
          expect((await refresh(app, live.refreshToken)).status).toBe(200);
        }
      );
    });
  });

  describe('unlink', () => {
    it('of a device rejects its access and refresh tokens at the next request', async () => {
      const { status, body } = await callAdmin(app, 'DELETE', devicePath(id, 'phone'));
      expect(status).toBe(200);
      expect(body.data).toEqual({ device_id: 'phone' });
      expect(await getTokenStatuses(app, tokens)).toEqual(REJECTED);
      expect(await getDevices(app, id)).toEqual([]);
    });

    it('revokes the tokens from before and after a refresh', async () => {
      const next = await mustRefresh(app, tokens.refreshToken);
      await mustCall(app, 'DELETE', devicePath(id, 'phone'));
      for (const pair of [tokens, next]) {
        expect(await getTokenStatuses(app, pair)).toEqual(REJECTED);
      }
      expect(await app.database.count(UIDS.session, { user_id: String(account.id) })).toBe(0);
    });

    it('ends every session of the device and of no other device', async () => {
      const again = await mustLogIn(app, account, 'phone');
      const laptop = await mustLogIn(app, account, 'laptop');
      expect(await getDevices(app, id)).toMatchObject([
        { device_id: 'laptop', refresh_tokens: 1 },
        { device_id: 'phone', refresh_tokens: 2 },
      ]);
      await mustCall(app, 'DELETE', devicePath(id, 'phone'));
      for (const pair of [tokens, again]) {
        expect(await getTokenStatuses(app, pair)).toEqual(REJECTED);
      }
      expect(await getTokenStatuses(app, laptop)).toEqual(ACCEPTED);
    });

    it('of all devices ends every session of the user and of no other user', async () => {
      const other = await createAccountWithTokens(app, 'phone');
      const laptop = await mustLogIn(app, account, 'laptop');
      const { body } = await callAdmin(app, 'DELETE', userPath(id, '/devices'));
      expect(body.data.devices).toBe(2);
      for (const pair of [tokens, laptop]) {
        expect(await getTokenStatuses(app, pair)).toEqual(REJECTED);
      }
      expect(await getTokenStatuses(app, other.tokens)).toEqual(ACCEPTED);
    });

    it('allows the device to log in again', async () => {
      await mustCall(app, 'DELETE', devicePath(id, 'phone'));
      const next = await mustLogIn(app, account, 'phone');
      expect(await getTokenStatuses(app, next)).toEqual(ACCEPTED);
      expect(await getDevices(app, id)).toMatchObject([{ device_id: 'phone' }]);
      expect(await getTokenStatuses(app, tokens)).toEqual(REJECTED);
    });

    it.each([
      ['the device of another user', 'laptop'],
      ['an unknown device', 'nothing'],
      ['a wildcard', '%'],
      ['a NUL character', 'pho\0ne'],
    ])('of %s returns 404 and ends nothing', async (_what, deviceId) => {
      const other = await createAccountWithTokens(app, 'laptop');
      const { status } = await callAdmin(app, 'DELETE', devicePath(id, deviceId));
      expect(status).toBe(404);
      expect(await getTokenStatuses(app, other.tokens)).toEqual(ACCEPTED);
      expect(await getTokenStatuses(app, tokens)).toEqual(ACCEPTED);
    });

    it('of a device that is already unlinked returns 404', async () => {
      await mustCall(app, 'DELETE', devicePath(id, 'phone'));
      expect((await callAdmin(app, 'DELETE', devicePath(id, 'phone'))).status).toBe(404);
    });

    it.each(times(isShared ? 20 : 2))(
      'that races a refresh leaves no live token (%d)',
      async (n) => {
        const path = n % 2 === 0 ? devicePath(id, 'phone') : userPath(id, '/devices');
        const [first, , third] = await Promise.all([
          refresh(app, tokens.refreshToken),
          mustCall(app, 'DELETE', path),
          refresh(app, tokens.refreshToken),
        ]);
        expect(await countActiveSessions(app, account)).toBe(0);
        for (const { status, body } of [first, third]) {
          expect([200, 401]).toContain(status);
          if (status === 200) {
            expect(await getTokenStatuses(app, body)).toEqual(REJECTED);
          }
        }
        expect(await getTokenStatuses(app, tokens)).toEqual(REJECTED);
      }
    );
  });

  describe('a device id', () => {
    it.each([
      ['is longer than its column', 'x'.repeat(300)],
      ['has a slash', 'a/b/../c'],
      ['has spaces and symbols', 'Zoë’s phone #1 100% ?x=1&y'],
      ['looks like an SQL statement', `'; delete from ${tableOf(UIDS.account)}; --`],
      ['is a dot', '.'],
      ['is two dots, which a URL resolves to the parent path', '..'],
    ])('that %s is accepted and can be unlinked', async (_what, deviceId) => {
      const other = await mustLogIn(app, account, deviceId);
      const known = (await getDevices(app, id)).filter((each) => each.device_id !== 'phone');
      expect(known).toHaveLength(1);
      const given = known[0]?.device_id ?? '';
      expect(given.length).toBeLessThanOrEqual(64);

      const next = await mustRefresh(app, other.refreshToken);
      const { status, body } = await callAdmin(app, 'DELETE', devicePath(id, given));
      expect(status).toBe(200);
      expect(body.data).toEqual({ device_id: given });
      for (const pair of [other, next]) {
        expect(await getTokenStatuses(app, pair)).toEqual(REJECTED);
      }
      expect(await getTokenStatuses(app, tokens)).toEqual(ACCEPTED);
      expect((await callAdmin(app, 'GET', userPath(id))).status).toBe(200);
    });

    it('with a NUL character is rejected with 400', async () => {
      const { email: identifier, password } = account;
      const response = await logIn(app, { identifier, password, deviceId: 'pho\0ne' });
      expect(response.status).toBe(400);
      expect(response.body.error.details.errors).toMatchObject([{ path: ['deviceId'] }]);
    });

    it('of 300 characters identifies the one device that a logout ends', async () => {
      const deviceId = 'x'.repeat(300);
      const long = await mustLogIn(app, account, deviceId);
      const { status } = await app.request('POST', '/api/auth/logout', {
        token: long.jwt,
        body: { deviceId },
      });
      expect(status).toBe(200);
      expect(await getTokenStatuses(app, long)).toEqual(REJECTED);
      expect(await getTokenStatuses(app, tokens)).toEqual(ACCEPTED);
    });

    it('is generated once per browser if the client sends none', async () => {
      const browser = { 'user-agent': CHROME_ON_MACOS };
      const credentials = newCredentials();
      const own = await registerAccount(app, credentials, browser);
      const identifier = own.email;
      await logIn(app, { identifier, password: own.password }, browser);
      expect(await getDevices(app, userIdOf(own))).toMatchObject([
        {
          device_id: expect.stringMatching(/^auto-/),
          name: 'Chrome on macOS',
          refresh_tokens: 2,
        },
      ]);
    });

    it('exists after a sign-up and after a password change', async () => {
      const own = await registerAccount(app);
      const getOwnDevices = () => getDevices(app, userIdOf(own));
      expect(await getOwnDevices()).toMatchObject([{ refresh_tokens: 1 }]);

      const response = await app.request<Tokens>('POST', '/api/auth/change-password', {
        token: own.jwt,
        body: {
          currentPassword: own.password,
          password: 'another one',
          passwordConfirmation: 'another one',
        },
      });
      expect(response.status).toBe(200);
      expect(await getOwnDevices()).toMatchObject([{ refresh_tokens: 1 }]);
      expect(await getArticlesStatus(app, own.jwt)).toBe(401);
      expect(await getArticlesStatus(app, response.body.jwt)).toBe(200);

      const [device] = await getOwnDevices();
      await mustCall(app, 'DELETE', devicePath(userIdOf(own), device?.device_id ?? ''));
      expect(await getTokenStatuses(app, response.body)).toEqual(REJECTED);
    });
  });

  describe('logout', () => {
    const logout = (jwt: string, body: Record<string, unknown> = {}) =>
      app.request('POST', '/api/auth/logout', { token: jwt, body });

    it('revokes its tokens and those from before a refresh', async () => {
      const second = await mustRefresh(app, tokens.refreshToken);
      const third = await mustRefresh(app, second.refreshToken);
      expect((await logout(third.jwt)).status).toBe(200);

      for (const { jwt } of [tokens, second, third]) {
        expect(await getArticlesStatus(app, jwt)).toBe(401);
      }
      for (const { refreshToken } of [tokens, second, third]) {
        expect((await refresh(app, refreshToken)).status).toBe(401);
      }
      expect(await countActiveSessions(app, account)).toBe(0);
      expect(await getTypes()).toContain('slo');
    });

    it('with an access token from before a refresh revokes the refreshed tokens', async () => {
      const next = await mustRefresh(app, tokens.refreshToken);
      expect((await logout(tokens.jwt)).status).toBe(200);
      for (const pair of [tokens, next]) {
        expect(await getTokenStatuses(app, pair)).toEqual(REJECTED);
      }
    });

    it('with an access token of a session that is older than the plugin revokes the refreshed tokens', async () => {
      await forgetDevice();
      const second = await mustRefresh(app, tokens.refreshToken);
      const third = await mustRefresh(app, second.refreshToken);
      expect((await logout(tokens.jwt)).status).toBe(200);
      for (const pair of [tokens, second, third]) {
        expect(await getTokenStatuses(app, pair)).toEqual(REJECTED);
      }
    });

    it('keeps another session of the same device, even if an old token is replayed', async () => {
      const again = await mustLogIn(app, account, 'phone');
      const next = await mustRefresh(app, tokens.refreshToken);
      expect((await logout(next.jwt)).status).toBe(200);
      expect((await refresh(app, tokens.refreshToken)).status).toBe(401);
      expect(await getTokenStatuses(app, again)).toEqual(ACCEPTED);
    });

    it('with the scope "all" ends all devices', async () => {
      const laptop = await mustLogIn(app, account, 'laptop');
      expect((await logout(tokens.jwt, { scope: 'all' })).status).toBe(200);
      for (const pair of [tokens, laptop]) {
        expect(await getTokenStatuses(app, pair)).toEqual(REJECTED);
      }
    });
  });

  describe('and changes of the account elsewhere', () => {
    const updateByContentManager = async (data: Record<string, unknown>) =>
      app.request(
        'PUT',
        `/content-manager/collection-types/plugin::users-permissions.user/${account.documentId}`,
        { token: await app.adminToken(), body: data }
      );
    const updateByRestApi = async (data: Record<string, unknown>) =>
      app.request('PUT', `/api/users/${account.id}`, {
        token: await getFullAccessToken(app),
        body: data,
      });

    it.each([
      ['the Content Manager blocks the user', updateByContentManager, { blocked: true }],
      [
        'the Content Manager sets a password',
        updateByContentManager,
        { password: 'set by an admin' },
      ],
      ['PUT /api/users blocks the user', updateByRestApi, { blocked: true }],
      ['PUT /api/users sets a password', updateByRestApi, { password: 'set by an admin' }],
    ])('end if %s', async (_what, change, data) => {
      expect(await getArticlesStatus(app, tokens.jwt)).toBe(200);
      expect((await change(data)).status).toBe(200);
      expect(await countActiveSessions(app, account)).toBe(0);
      expect(await getTokenStatuses(app, tokens)).toEqual(REJECTED);

      if ('blocked' in data) {
        expect((await getUser(app, id)).data.blocked).toBe(true);
        expect((await change({ blocked: false })).status).toBe(200);
        expect((await getUser(app, id)).data.blocked).toBe(false);
        expect(await getTokenStatuses(app, tokens)).toEqual(REJECTED);
      }
    });

    it.each([
      ['the Content Manager', updateByContentManager],
      ['PUT /api/users', updateByRestApi],
    ])('stay if %s changes the username', async (_what, change) => {
      expect((await change({ username: `renamed-${account.username}` })).status).toBe(200);
      expect(await getTokenStatuses(app, tokens)).toEqual(ACCEPTED);
    });
  });

  describe('without a grace period', () => {
    beforeAll(() =>
      app.restart({ USER_PROFILE_CONFIG: JSON.stringify({ sessions: { refreshGraceSeconds: 0 } }) })
    );

    it('end the device at the second use of a refresh token', async () => {
      const next = await mustRefresh(app, tokens.refreshToken);
      expect((await refresh(app, tokens.refreshToken)).status).toBe(401);
      for (const pair of [tokens, next]) {
        expect(await getTokenStatuses(app, pair)).toEqual(REJECTED);
      }
      expect(await getTypes()).toContain('ferrt');
    });

    it('all end if a refresh token is used ten times in parallel', async () => {
      const responses = await Promise.all(times(10).map(() => refresh(app, tokens.refreshToken)));
      expect(responses.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(await countActiveSessions(app, account)).toBe(0);
    });
  });
});
