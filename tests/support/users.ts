import { randomBytes } from 'node:crypto';

import type { Connection } from '../../plugins/user-profile/shared/contracts/connections';
import type {
  FindUser,
  FindUsers,
  Profile,
} from '../../plugins/user-profile/shared/contracts/users';
import type { Account } from './accounts';
import { callAdmin, mustCall } from './admin-api';
import type { Answer, AnyBody } from './http';
import type { TestStrapi } from './strapi';

/** A parameter of a query. */
export type Binding = string | number | boolean | null;

/** The path of a user's route. A `user_id` contains a `|`, which needs encoding. */
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
): Promise<Answer<FindUsers.Response & AnyBody>> =>
  callAdmin(app, 'GET', `/users?${new URLSearchParams(query).toString()}`);

export const getConnection = async (app: TestStrapi, name: string): Promise<Connection> =>
  (await mustCall<{ data: Connection }>(app, 'GET', `/connections/${name}`)).data;

/** An email address that no other test uses. */
export const newEmail = (prefix = 'user'): string =>
  `${prefix}-${randomBytes(4).toString('hex')}@example.test`;

/** The paths in the details of an error, without the `data` that wraps every body. */
export const problemPaths = ({ body }: Answer<AnyBody>): string[] =>
  (body?.error?.details?.errors ?? []).map(({ path }: { path: string[] }) =>
    path.filter((part, index) => index > 0 || part !== 'data').join('.')
  );

/** A date as the database of the run stores it. */
export const stored = (app: TestStrapi, iso: string): Binding =>
  app.database.client === 'sqlite'
    ? new Date(iso).getTime()
    : new Date(iso).toISOString().replace('Z', '');

export const countOf = async (
  app: TestStrapi,
  table: string,
  where: Record<string, Binding> = {}
): Promise<number> => {
  const columns = Object.keys(where);
  const conditions = columns.map((column) => `${column} = ?`).join(' and ');
  const [row] = await app.query<{ count: string | number }>(
    `select count(*) as count from ${table} ${conditions && `where ${conditions}`}`,
    Object.values(where)
  );
  return Number(row?.count);
};

/** The numbers of accounts and profiles. They grow together, and a rejected request changes neither. */
export const countUsers = async (
  app: TestStrapi
): Promise<{ accounts: number; users: number }> => ({
  accounts: await countOf(app, 'up_users'),
  users: await countOf(app, 'user_profile_users'),
});

/** Inserts a row without Strapi. */
export const insertRow = async (
  app: TestStrapi,
  table: string,
  row: Record<string, Binding>
): Promise<void> => {
  const columns = Object.keys(row);
  await app.query(
    `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
    Object.values(row)
  );
};

export const updateRow = async (
  app: TestStrapi,
  table: string,
  where: Record<string, Binding>,
  changes: Record<string, Binding>
): Promise<void> => {
  const assign = (row: Record<string, Binding>, glue: string) =>
    Object.keys(row)
      .map((column) => `${column} = ?`)
      .join(glue);
  await app.query(`update ${table} set ${assign(changes, ', ')} where ${assign(where, ' and ')}`, [
    ...Object.values(changes),
    ...Object.values(where),
  ]);
};

export interface AccountRow {
  email: string;
  username?: string;
  provider?: string;
  blocked?: boolean;
  createdAt?: string;
}

/**
 * Inserts an account as one from before the plugin: no lifecycle runs.
 * @returns its documentId
 */
export const createAccountRow = async (app: TestStrapi, account: AccountRow): Promise<string> => {
  const documentId = randomBytes(12).toString('hex');
  const moment = stored(app, account.createdAt ?? '2025-01-01T00:00:00.000Z');
  await insertRow(app, 'up_users', {
    document_id: documentId,
    email: account.email,
    username: account.username ?? account.email,
    provider: account.provider ?? 'local',
    confirmed: true,
    blocked: account.blocked ?? false,
    created_at: moment,
    updated_at: moment,
    published_at: moment,
  });
  return documentId;
};

/** Changes the "advanced" settings of Users & Permissions. */
export const updateAdvancedSettings = async (
  app: TestStrapi,
  changes: Record<string, unknown>
): Promise<void> => {
  const token = await app.adminToken();
  const { body } = await app.request('GET', '/users-permissions/advanced', { token });
  const answer = await app.request('PUT', '/users-permissions/advanced', {
    token,
    body: { ...body.settings, ...changes },
  });
  if (answer.status !== 200) {
    throw new Error(`advanced: ${answer.status}`);
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
  const answer = await app.request('PUT', '/users-permissions/providers', {
    token,
    body: { providers },
  });
  if (answer.status !== 200) {
    throw new Error(`providers: ${answer.status}`);
  }
};
