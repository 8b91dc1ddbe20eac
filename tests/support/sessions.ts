import { type Account, registerAccount } from './accounts';
import { mustCall } from './admin-api';
import { UIDS } from './database';
import { AnyBody, ApiResponse } from './http';
import { logIn } from './logins';
import type { TestStrapi } from './strapi';
import { userIdOf, userPath } from './users';

export interface Tokens {
  jwt: string;
  refreshToken: string;
}

/** Logs in with Users & Permissions. Fails the test if the login fails. */
export const mustLogIn = async (
  app: TestStrapi,
  account: Pick<Account, 'email' | 'password'>,
  deviceId?: string
): Promise<Tokens> => {
  const { status, body } = await logIn(app, {
    identifier: account.email,
    password: account.password,
    ...(deviceId !== undefined && { deviceId }),
  });
  if (status !== 200) {
    throw new Error(`login: ${status} ${JSON.stringify(body)}`);
  }
  return { jwt: body.jwt, refreshToken: body.refreshToken };
};

/** A new account with the tokens of a login from the device. The session of the registration is ended. */
export const createAccountWithTokens = async (
  app: TestStrapi,
  deviceId = 'phone'
): Promise<{ account: Account; tokens: Tokens; userId: string }> => {
  const account = await registerAccount(app);
  const userId = userIdOf(account);
  await mustCall(app, 'DELETE', userPath(userId, '/devices'));
  return { account, tokens: await mustLogIn(app, account, deviceId), userId };
};

export const refresh = (
  app: Pick<TestStrapi, 'request'>,
  refreshToken: string
): Promise<ApiResponse<Tokens & AnyBody>> =>
  app.request('POST', '/api/auth/refresh', { body: { refreshToken } });

/** Refreshes the tokens. Fails the test if that fails. */
export const mustRefresh = async (
  app: Pick<TestStrapi, 'request'>,
  refreshToken: string
): Promise<Tokens> => {
  const { status, body } = await refresh(app, refreshToken);
  if (status !== 200) {
    throw new Error(`refresh: ${status} ${JSON.stringify(body)}`);
  }
  return { jwt: body.jwt, refreshToken: body.refreshToken };
};

/** Uses an access token as an app does. */
export const getArticlesStatus = async (
  app: Pick<TestStrapi, 'request'>,
  jwt: string
): Promise<number> => (await app.request('GET', '/api/articles', { token: jwt })).status;

/** The statuses of using the access token and the refresh token. */
export const getTokenStatuses = async (
  app: Pick<TestStrapi, 'request'>,
  { jwt, refreshToken }: Tokens
): Promise<{ access: number; refresh: number }> => ({
  access: await getArticlesStatus(app, jwt),
  refresh: (await refresh(app, refreshToken)).status,
});

export const REJECTED = { access: 401, refresh: 401 };
export const ACCEPTED = { access: 200, refresh: 200 };

/** The number of sessions in the database that can still be refreshed. */
export const countActiveSessions = (
  app: TestStrapi,
  { id }: Pick<Account, 'id'>
): Promise<number> =>
  app.database.count(UIDS.session, {
    origin: 'users-permissions',
    user_id: String(id),
    status: 'active',
  });

export const devicePath = (userId: string, deviceId: string): string =>
  userPath(userId, `/devices/${encodeURIComponent(deviceId)}`);

/** Moves the login time in the session of an account back by that many minutes. */
export const backdateLogins = async (
  app: TestStrapi,
  { id }: Pick<Account, 'id'>,
  minutes: number
): Promise<void> => {
  const sessions = { user_id: String(id) };
  const [{ metadata }] = await app.database.rows(UIDS.session, sessions, { columns: ['metadata'] });
  const session = metadata as { userProfile: { login_at: string } };
  session.userProfile.login_at = new Date(Date.now() - minutes * 60_000).toISOString();
  await app.database.update(UIDS.session, sessions, { metadata: session });
};
