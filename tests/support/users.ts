import { randomBytes } from 'node:crypto';

import type { Connection } from '../../plugins/user-profile/shared/contracts/connections';
import type {
  FindUser,
  FindUsers,
  Profile,
} from '../../plugins/user-profile/shared/contracts/users';
import type { Account } from './accounts';
import { callAdmin, mustCall } from './admin-api';
import { UIDS } from './database';
import { AnyBody, ApiResponse } from './http';
import type { TestStrapi } from './strapi';

/** The path of a user's route; an id may hold a bar. */
export const userPath = (id: string, rest = ''): string =>
  `/users/${encodeURIComponent(id)}${rest}`;

export const userIdOf = ({ documentId }: Pick<Account, 'documentId'>, provider = 'local'): string =>
  `${provider}|${documentId}`;

export const getUser = (app: TestStrapi, id: string): Promise<FindUser.Response> =>
  mustCall<FindUser.Response>(app, 'GET', userPath(id));

export const getProfile = async (
  app: TestStrapi,
  account: Pick<Account, 'documentId'>,
  provider?: string
): Promise<Profile> => (await getUser(app, userIdOf(account, provider))).data;

/** Takes the query as Strapi reads it: `{ 'filters[blocked][$eq]': 'true' }`. */
export const getUsers = (
  app: TestStrapi,
  query: Record<string, string> = {}
): Promise<ApiResponse<FindUsers.Response & AnyBody>> =>
  callAdmin(app, 'GET', `/users?${new URLSearchParams(query).toString()}`);

export const getConnection = async (app: TestStrapi, name: string): Promise<Connection> =>
  (await mustCall<{ data: Connection }>(app, 'GET', `/connections/${name}`)).data;

/** An email address that no other test uses. */
export const newEmail = (prefix = 'user'): string =>
  `${prefix}-${randomBytes(4).toString('hex')}@example.test`;

/** The paths that an error lists; `data`, which wraps every body, is left out. */
export const problemPaths = ({ body }: Pick<ApiResponse<AnyBody>, 'body'>): string[] =>
  (body?.error?.details?.errors ?? []).map(({ path }: { path: string[] }) =>
    path.filter((part, index) => index > 0 || part !== 'data').join('.')
  );

/** How many accounts and profiles there are: neither may come alone, and none from a rejection. */
export const countUsers = async (
  app: TestStrapi
): Promise<{ accounts: number; users: number }> => ({
  accounts: await app.database.count(UIDS.account),
  users: await app.database.count(UIDS.user),
});

export interface AccountRow {
  email: string;
  username?: string;
  provider?: string | null;
  blocked?: boolean;
  createdAt?: string;
  documentId?: string;
}

/**
 * Inserts an account as one from before the plugin: no lifecycle runs.
 * @returns its documentId
 */
export const createAccountRow = async (app: TestStrapi, account: AccountRow): Promise<string> => {
  const documentId = account.documentId ?? randomBytes(12).toString('hex');
  const moment = new Date(account.createdAt ?? '2025-01-01T00:00:00.000Z');
  await app.database.insert(UIDS.account, {
    document_id: documentId,
    email: account.email,
    username: account.username ?? account.email,
    provider: account.provider === undefined ? 'local' : account.provider,
    confirmed: true,
    blocked: account.blocked ?? false,
    created_at: moment,
    updated_at: moment,
    published_at: moment,
  });
  return documentId;
};

/** Marks the email address of an account as verified. Users need that to link another account. */
export const verifyEmail = (app: TestStrapi, account: Pick<Account, 'documentId'>): Promise<void> =>
  app.database.update(UIDS.user, { user_id: userIdOf(account) }, { email_verified: true });

/** Changes the "advanced" settings of Users & Permissions. */
export const updateAdvancedSettings = async (
  app: TestStrapi,
  changes: Record<string, unknown>
): Promise<void> => {
  const token = await app.adminToken();
  const { body } = await app.request('GET', '/users-permissions/advanced', { token });
  const response = await app.request('PUT', '/users-permissions/advanced', {
    token,
    body: { ...body.settings, ...changes },
  });
  if (response.status !== 200) {
    throw new Error(`advanced: ${response.status}`);
  }
};

/** Enables or disables a provider of Users & Permissions. */
export const setProviderEnabled = async (
  app: TestStrapi,
  name: string,
  enabled: boolean
): Promise<void> => {
  const token = await app.adminToken();
  const { body } = await app.request('GET', '/users-permissions/providers', { token });
  const providers = { ...body, [name]: { ...body[name], enabled, key: 'key', secret: 'secret' } };
  const response = await app.request('PUT', '/users-permissions/providers', {
    token,
    body: { providers },
  });
  if (response.status !== 200) {
    throw new Error(`providers: ${response.status}`);
  }
};
