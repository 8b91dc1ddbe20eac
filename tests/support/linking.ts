import path from 'node:path';

import type { UnlinkIdentity } from '../../plugins/user-profile/shared/contracts/identities';
import type { FindUser } from '../../plugins/user-profile/shared/contracts/users';
import { registerAccount, type Account } from './accounts';
import { callAdmin, mustCall } from './admin-api';
import type { Answer, AnyBody } from './http';
import { signIn, type Tokens } from './sessions';
import type { TestStrapi } from './strapi';
import { userIdOf, userPath } from './users';

/** For `startStrapi`: a site with the strategy `vouching`, whose source returns what a test sends. */
export const VOUCHING_STRATEGY = {
  TEST_CODE: path.join(__dirname, 'vouching-strategy.cjs'),
};

export const identityPath = (id: string, identityId: string): string =>
  userPath(id, `/identities/${encodeURIComponent(identityId)}`);

export const tryLink = (
  app: TestStrapi,
  id: string,
  linkWith: string,
  options: { merge_user_metadata?: boolean } = {}
): Promise<Answer<FindUser.Response & AnyBody>> =>
  callAdmin(app, 'POST', userPath(id, '/identities'), {
    data: { link_with: linkWith, ...options },
  });

/** Like `tryLink`, but fails the test if the users are not linked. */
export const link = (app: TestStrapi, id: string, linkWith: string): Promise<FindUser.Response> =>
  mustCall(app, 'POST', userPath(id, '/identities'), { data: { link_with: linkWith } });

export const unlink = (
  app: TestStrapi,
  id: string,
  identityId: string
): Promise<UnlinkIdentity.Response> => mustCall(app, 'DELETE', identityPath(id, identityId));

/** A user with an account of Users & Permissions who is logged in on a device. */
export interface Somebody {
  account: Account;
  tokens: Tokens;
  /** The `user_id` of the profile and of its identity: `local|…`. */
  userId: string;
}

export const somebody = async (app: TestStrapi, deviceId: string): Promise<Somebody> => {
  const account = await registerAccount(app);
  return { account, tokens: await signIn(app, account, deviceId), userId: userIdOf(account) };
};

/** Two users to link, each with one device. */
export const twoPeople = async (app: TestStrapi): Promise<[kept: Somebody, other: Somebody]> => [
  await somebody(app, 'laptop'),
  await somebody(app, 'phone'),
];

export interface Said {
  id: string;
  email?: string;
  verified?: boolean;
  [attribute: string]: unknown;
}

/** Logs in through a connection of the strategy `vouching`, whose source returns this profile. */
export const vouchFor = (
  app: TestStrapi,
  connection: string,
  said: Said,
  headers: Record<string, string> = {}
): Promise<Answer<AnyBody>> =>
  app.request('POST', '/api/user-profile/login', {
    body: { connection, identifier: JSON.stringify(said), password: 'any' },
    headers,
  });

export const makeVouching = (app: TestStrapi, name: string): Promise<unknown> =>
  mustCall(app, 'POST', '/connections', { data: { name, strategy: 'vouching' } });
