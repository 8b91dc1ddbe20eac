import { type Account, newCredentials } from '../../support/accounts';
import { callAdmin, mustCall } from '../../support/admin-api';
import { getFullAccessToken } from '../../support/api-tokens';
import { assignRole } from '../../support/authorization/callers';
import { databaseClient, tableOf, UIDS } from '../../support/database';
import {
  type IdentityProvider,
  logInWithProvider,
  returnFromProvider,
  startIdentityProvider,
} from '../../support/identity-provider';
import {
  createTwoUsers,
  createVouchingConnection,
  identityPath,
  type LoggedInUser,
  logInWithClaims,
  mustLink,
  mustUnlink,
  VOUCHING_STRATEGY,
} from '../../support/linking';
import { logIn } from '../../support/logins';
import { getDevices, getEvents, getProfileByEmail, reconcile } from '../../support/profiles';
import {
  countActiveSessions,
  getTokenStatuses,
  mustLogIn,
  mustRefresh,
  REJECTED,
} from '../../support/sessions';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { getUser, userPath, verifyEmail } from '../../support/users';
import { waitForEqual } from '../../support/wait';

describe('login with a linked identity', () => {
  const person = newCredentials();
  let provider: IdentityProvider;
  let app: TestStrapi;
  let kept: LoggedInUser;
  let other: LoggedInUser;

  beforeAll(async () => {
    provider = await startIdentityProvider({ login: person.username, email: person.email });
    app = await startStrapi({
      env: { ...VOUCHING_STRATEGY, GRAPHQL: 'true', SAMPLE_PROVIDER_URL: provider.url },
    });
    await createVouchingConnection(app, 'staff');
  });

  afterAll(async () => {
    await app?.stop();
    await provider?.stop();
  });

  beforeEach(async () => {
    [kept, other] = await createTwoUsers(app);
  });

  const getAccountId = async (jwt: string): Promise<number> =>
    (await app.request('GET', '/api/users/me', { token: jwt })).body.id;

  const getNewestLogin = async (userId: string) =>
    (await getEvents(app, userId)).find(({ type }) => type === 's');

  const countUserLogins = (userId: string) => countLogins(app, userId);

  it('uses the account and the role of the primary user', async () => {
    await assignRole(app, kept.account, ['me.findOne']);
    await mustLink(app, kept.userId, other.userId);
    const { email: identifier, password } = other.account;
    const { status, body } = await logIn(app, { identifier, password });
    expect(status).toBe(200);
    expect(body.user).toMatchObject({ id: kept.account.id, email: kept.account.email });
    expect(Object.keys(body).sort()).toEqual(['jwt', 'refreshToken', 'user']);
    // The role of the primary account allows the own profile and no articles.
    const me = await app.request('GET', '/api/user-profile/me', { token: body.jwt });
    expect(me.body.data.user_id).toBe(kept.userId);
    expect((await app.request('GET', '/api/articles', { token: body.jwt })).status).toBe(403);
  });

  it('records one login with the connection and the identity that were used', async () => {
    await mustLink(app, kept.userId, other.userId);
    const before = await countUserLogins(kept.userId);
    await mustLogIn(app, other.account, 'watch');
    expect(await countUserLogins(kept.userId)).toBe(before + 1);
    expect((await getUser(app, kept.userId)).data.logins_count).toBe(before + 1);
    const [event] = await app.database.rows(UIDS.event, {
      log_id: (await getNewestLogin(kept.userId))?.log_id,
    });
    expect(event).toMatchObject({ connection: 'local', device_id: 'watch' });
    const [identity] = await app.database.rows(UIDS.identity, { identity_key: event.identity });
    expect(identity.external_id).toBe(other.account.documentId);
    // A reconcile run finds nothing to add.
    await reconcile(app);
    expect(await countUserLogins(kept.userId)).toBe(before + 1);
  });

  it('leaves no session of the secondary account', async () => {
    await mustLink(app, kept.userId, other.userId);
    await mustLogIn(app, other.account, 'watch');
    expect(await countActiveSessions(app, other.account)).toBe(0);
  });

  it('signals a new device and creates it once', async () => {
    await mustLink(app, kept.userId, other.userId);
    await mustLogIn(app, other.account, 'watch');
    const event = await getNewestLogin(kept.userId);
    expect(event?.signals).toEqual(['new_device']);
    const { documentId } = (await getUser(app, kept.userId)).data;
    const watches = (await getDevices(app, documentId)).filter(
      ({ device_id }) => device_id === 'watch'
    );
    expect(watches).toEqual([expect.objectContaining({ refresh_tokens: 1 })]);
  });

  it('issues tokens that can be refreshed and are revoked by unlink, block and a new password', async () => {
    await mustLink(app, kept.userId, other.userId);
    const first = await mustRefresh(
      app,
      (await mustLogIn(app, other.account, 'watch')).refreshToken
    );
    expect(await getAccountId(first.jwt)).toBe(kept.account.id);
    await mustCall(app, 'DELETE', userPath(kept.userId, '/devices/watch'));
    expect(await getTokenStatuses(app, first)).toEqual(REJECTED);
    const second = await mustLogIn(app, other.account, 'watch');
    await mustCall(app, 'PUT', userPath(kept.userId, '/password'), {
      data: { password: 'brand new password' },
    });
    expect(await getTokenStatuses(app, second)).toEqual(REJECTED);
    const third = await mustLogIn(app, other.account, 'watch');
    await mustCall(app, 'POST', userPath(kept.userId, '/block'));
    expect(await getTokenStatuses(app, third)).toEqual(REJECTED);
  });

  it('sets only the refresh cookie of the primary session', async () => {
    await mustLink(app, kept.userId, other.userId);
    const { email: identifier, password } = other.account;
    const { body, headers } = await logIn(
      app,
      { identifier, password },
      { 'x-strapi-refresh-cookie': 'httpOnly', 'x-forwarded-proto': 'https' }
    );
    expect(body).not.toHaveProperty('refreshToken');
    const cookies = headers.getSetCookie().filter((line) => /^strapi_up_refresh=[^;]/.test(line));
    expect(cookies).toHaveLength(1);
    const { status } = await app.request('POST', '/api/auth/refresh', {
      body: {},
      headers: {
        cookie: cookies[0].split(';')[0],
        'x-strapi-refresh-cookie': 'httpOnly',
        'x-forwarded-proto': 'https',
      },
    });
    expect(status).toBe(200);
  });

  it('uses the account of the identity again after an unlink', async () => {
    await mustLink(app, kept.userId, other.userId);
    await mustUnlink(app, kept.userId, other.userId);
    const { jwt } = await mustLogIn(app, other.account, 'watch');
    expect(await getAccountId(jwt)).toBe(other.account.id);
    expect(await countUserLogins(other.userId)).toBe(3);
  });

  it('uses the primary account over GraphQL', async () => {
    await mustLink(app, kept.userId, other.userId);
    const { email, password } = other.account;
    const { body } = await app.request('POST', '/graphql', {
      body: {
        query: `mutation { login(input: { identifier: "${email}", password: "${password}" }) { jwt user { id email } } }`,
      },
    });
    expect(body.data.login.user).toEqual({
      id: String(kept.account.id),
      email: kept.account.email,
    });
    expect(await getAccountId(body.data.login.jwt)).toBe(kept.account.id);
    expect(await countActiveSessions(app, other.account)).toBe(0);
  });

  it('uses the primary account through a Users & Permissions provider', async () => {
    await logInWithProvider(app);
    const { user_id: userId } = await getProfileByEmail(app, person.email);
    await mustLink(app, kept.userId, userId);
    const response = await logInWithProvider(app);
    expect(response.status).toBe(200);
    const { jwt } = (await response.json()) as { jwt: string };
    expect(await getAccountId(jwt)).toBe(kept.account.id);
    expect(await getNewestLogin(kept.userId)).toMatchObject({ connection: 'sample' });
  });

  it('accepts the response of a provider once', async () => {
    const requestTokens = await returnFromProvider(app);
    const statuses = [];
    for (let count = 0; count < 3; count += 1) {
      statuses.push((await requestTokens()).status);
    }
    expect(statuses).toEqual([200, 400, 400]);
  });

  it('logs in with the primary account through a plugin connection, before and after unlinking', async () => {
    const claims = { id: `id-${kept.account.id}`, name: 'Acacia Sample' };
    expect((await logInWithClaims(app, 'staff', claims)).status).toBe(200);
    const staffId = `vouching|staff|${claims.id}`;
    await mustLink(app, kept.userId, staffId);
    const { body } = await logInWithClaims(app, 'staff', claims);
    expect(body.user.id).toBe(kept.account.id);

    await mustUnlink(app, kept.userId, `staff|${claims.id}`);
    expect((await getUser(app, staffId)).data).toMatchObject({ name: 'Acacia Sample' });
    const own = (await logInWithClaims(app, 'staff', claims)).body;
    expect(own.user.id).not.toBe(kept.account.id);

    await mustLink(app, staffId, other.userId);
    const { jwt } = await mustLogIn(app, other.account);
    expect(await getAccountId(jwt)).toBe(own.user.id);
  });

  it('is rejected if the primary account is blocked, and leaves no session', async () => {
    await mustLink(app, kept.userId, other.userId);
    await app.database.update(UIDS.account, { id: kept.account.id }, { blocked: true });
    const { email: identifier, password } = other.account;
    const { status, body } = await logIn(app, { identifier, password });
    expect([status, body.error.message]).toEqual([
      400,
      'Your account has been blocked by an administrator',
    ]);
    expect(await countActiveSessions(app, other.account)).toBe(0);
    const [event] = await getEvents(app, kept.userId);
    expect(event).toMatchObject({ type: 'f', details: { reason: 'blocked' } });
  });

  it('is rejected if only the account of the identity is blocked', async () => {
    const claims = { id: `closed-${kept.account.id}` };
    const { user } = (await logInWithClaims(app, 'staff', claims)).body;
    await mustLink(app, kept.userId, `vouching|staff|${claims.id}`);
    const token = await getFullAccessToken(app);
    await app.request('PUT', `/api/users/${user.id}`, { token, body: { blocked: true } });
    const { status, body } = await logInWithClaims(app, 'staff', claims);
    expect([status, body.error?.details]).toEqual([400, { reason: 'blocked' }]);
    expect((await mustLogIn(app, kept.account)).jwt).toEqual(expect.any(String));
  });

  it('uses the account of the identity if the row of the primary account is missing', async () => {
    await mustLink(app, kept.userId, other.userId);
    await app.database.remove(UIDS.account, { id: kept.account.id });
    expect(await getAccountId((await mustLogIn(app, other.account)).jwt)).toBe(other.account.id);
  });

  it('adds the identity to the remaining user if its deleted account was the primary one', async () => {
    const claims = { id: `back-${kept.account.id}`, name: 'Birch Sample' };
    const staffId = `vouching|staff|${claims.id}`;
    const { user } = (await logInWithClaims(app, 'staff', claims)).body;
    await mustLink(app, staffId, other.userId);
    const token = await getFullAccessToken(app);
    expect((await app.request('DELETE', `/api/users/${user.id}`, { token })).status).toBe(200);

    const { body } = await logInWithClaims(app, 'staff', { ...claims, name: 'Alder Sample' });
    expect(body.user.id).toBe(other.account.id);
    const person = (await getUser(app, staffId)).data;
    expect(person.identities).toMatchObject([{ connection: 'local' }, { connection: 'staff' }]);
    expect(person.name).toBe(other.account.email);
    // The one primary identity cannot be unlinked.
    const path = identityPath(staffId, other.userId);
    expect((await callAdmin(app, 'DELETE', path)).status).toBe(400);
  });

  it('uses the primary account after a password reset, which ends older sessions of the identity', async () => {
    await verifyEmail(app, other.account);
    await mustLink(app, kept.userId, other.userId);
    const old = await mustLogIn(app, other.account, 'watch');
    const code = `code-${other.account.id}`;
    await app.database.update(
      UIDS.account,
      { id: other.account.id },
      { reset_password_token: code }
    );
    const { status, body } = await app.request('POST', '/api/auth/reset-password', {
      body: { code, password: 'third-secret', passwordConfirmation: 'third-secret' },
    });
    expect([status, body.user.id]).toEqual([200, kept.account.id]);
    expect(await getAccountId(body.jwt)).toBe(kept.account.id);
    expect(await getTokenStatuses(app, old)).toEqual(REJECTED);
    // Only the password of that identity was reset.
    expect(await getTokenStatuses(app, kept.tokens)).toEqual({ access: 200, refresh: 200 });
  });

  it('verifies a confirmed email address only for its identity', async () => {
    await mustLink(app, kept.userId, other.userId);
    const confirmation = `confirm-${other.account.id}`;
    await app.database.update(
      UIDS.account,
      { id: other.account.id },
      { confirmation_token: confirmation }
    );
    await app.request('GET', `/api/auth/email-confirmation?confirmation=${confirmation}`);
    expect((await getUser(app, kept.userId)).data.email_verified).toBe(false);
    await mustUnlink(app, kept.userId, other.userId);
    expect((await getUser(app, other.userId)).data.email_verified).toBe(true);
  });

  it('is revoked if the password of the identity is changed in the Content Manager', async () => {
    await mustLink(app, kept.userId, other.userId);
    const asKept = await mustLogIn(app, other.account, 'watch');
    await changeInContentManager(app, other.account, { password: 'set by an admin' });
    expect(await getTokenStatuses(app, asKept)).toEqual(REJECTED);
    expect(await getTokenStatuses(app, kept.tokens)).toEqual({ access: 200, refresh: 200 });
  });

  it('records a wrong password in the history of the primary user', async () => {
    await mustLink(app, kept.userId, other.userId);
    await logIn(app, { identifier: other.account.email, password: 'wrong' });
    await waitForEqual(async () => (await getEvents(app, kept.userId))[0]?.type, 'fp');
  });

  const onSqlite = databaseClient() === 'sqlite' ? it : it.skip;

  // Keep this test last: it alters the table.
  onSqlite('does not match another user if the column ignores case', async () => {
    const users = tableOf(UIDS.user);
    const index = `${users}_user_id_uq`;
    await app.database.query(`drop index ${index}`);
    await app.database.query(`alter table ${users} rename column user_id to old_id`);
    await app.database.query(`alter table ${users} add column user_id varchar(512) collate nocase`);
    await app.database.query(`update ${users} set user_id = old_id`);
    await app.database.query(`create unique index ${index} on ${users} (user_id)`);
    const first = await logInWithClaims(app, 'staff', { id: 'Willow' });
    const second = await logInWithClaims(app, 'staff', { id: 'wILLOW' });
    expect([first.status, second.status]).toEqual([200, 409]);
    expect((await getUser(app, 'vouching|staff|Willow')).data.identities).toHaveLength(1);
    expect(await app.database.count(UIDS.account, { username: 'vouching|staff|wILLOW' })).toBe(0);
  });
});

const countLogins = async (app: TestStrapi, userId: string): Promise<number> => {
  const { documentId } = (await getUser(app, userId)).data;
  return app.database.count(UIDS.event, { profile: documentId, type: 's' });
};

const changeInContentManager = async (
  app: TestStrapi,
  { documentId, username, email }: Account,
  changes: object
): Promise<void> => {
  const { status } = await app.request(
    'PUT',
    `/content-manager/collection-types/plugin::users-permissions.user/${documentId}`,
    { token: await app.adminToken(), body: { username, email, ...changes } }
  );
  if (status !== 200) {
    throw new Error(`content manager: ${status}`);
  }
};
