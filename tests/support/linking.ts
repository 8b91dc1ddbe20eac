import path from 'node:path';

import type { UnlinkIdentity } from '../../plugins/user-profile/shared/contracts/identities';
import type { FindUser } from '../../plugins/user-profile/shared/contracts/users';
import { type Account, registerAccount } from './accounts';
import { callAdmin, mustCall } from './admin-api';
import { AnyBody, ApiResponse } from './http';
import { logIn } from './logins';
import { mustLogIn, type Tokens } from './sessions';
import type { TestStrapi } from './strapi';
import { userIdOf, userPath } from './users';

/** For `startStrapi`: a site with the strategy `vouching`, whose source returns what a test sends. */
export const VOUCHING_STRATEGY = {
  TEST_CODE: path.join(__dirname, 'vouching-strategy.cjs'),
};

export const identityPath = (id: string, identityId: string): string =>
  userPath(id, `/identities/${encodeURIComponent(identityId)}`);

export const link = (
  app: TestStrapi,
  id: string,
  linkWith: string,
  options: { merge_user_metadata?: boolean } = {}
): Promise<ApiResponse<FindUser.Response & AnyBody>> =>
  callAdmin(app, 'POST', userPath(id, '/identities'), {
    data: { secondary_user: linkWith, ...options },
  });

/** Like `tryLink`, but fails the test if the users are not linked. */
export const mustLink = (
  app: TestStrapi,
  id: string,
  linkWith: string
): Promise<FindUser.Response> =>
  mustCall(app, 'POST', userPath(id, '/identities'), { data: { secondary_user: linkWith } });

export const mustUnlink = (
  app: TestStrapi,
  id: string,
  identityId: string
): Promise<UnlinkIdentity.Response> => mustCall(app, 'DELETE', identityPath(id, identityId));

/** A user with an account of Users & Permissions who is logged in on a device. */
export interface LoggedInUser {
  account: Account;
  tokens: Tokens;
  /** The `user_id` of the profile and of its identity: `local|…`. */
  userId: string;
}

export const createLoggedInUser = async (
  app: TestStrapi,
  deviceId: string
): Promise<LoggedInUser> => {
  const account = await registerAccount(app);
  return { account, tokens: await mustLogIn(app, account, deviceId), userId: userIdOf(account) };
};

/** Two users to link, each with one device. */
export const createTwoUsers = async (
  app: TestStrapi
): Promise<[kept: LoggedInUser, other: LoggedInUser]> => [
  await createLoggedInUser(app, 'laptop'),
  await createLoggedInUser(app, 'phone'),
];

export interface SourceClaims {
  id: string;
  email?: string;
  verified?: boolean;
  [attribute: string]: unknown;
}

/** Logs in through a connection of the strategy `vouching`, whose source returns this profile. */
export const logInWithClaims = (
  app: TestStrapi,
  connection: string,
  claims: SourceClaims,
  headers: Record<string, string> = {}
): Promise<ApiResponse<AnyBody>> =>
  logIn(app, { connection, identifier: JSON.stringify(claims), password: 'any' }, headers);

export const createVouchingConnection = (app: TestStrapi, name: string): Promise<unknown> =>
  mustCall(app, 'POST', '/connections', { data: { name, strategy: 'vouching' } });
