import { createHash } from 'node:crypto';

import type { TestStrapi } from '../strapi';

/** The tables that a rejected request must not change. */
const TABLES = [
  'up_users',
  'up_users_role_lnk',
  'up_roles',
  'up_permissions',
  'user_profile_users',
  'user_profile_identities',
  'user_profile_connections',
];

export type State = Record<string, string>;

const digest = (rows: unknown): string =>
  createHash('sha1').update(JSON.stringify(rows)).digest('base64');

/** One digest per table. */
export const getState = async (app: TestStrapi): Promise<State> => {
  const digests = TABLES.map(async (table) => [
    table,
    digest(await app.query(`select * from ${table} order by id`)),
  ]);
  const [settings] = await app.query(
    `select value from strapi_core_store_settings where key = 'plugin_users-permissions_grant'`
  );
  return { ...Object.fromEntries(await Promise.all(digests)), settings: digest(settings) };
};

/** The names of the tables that differ. */
export const getChangedTables = (before: State, after: State): string[] =>
  Object.keys(after).filter((table) => before[table] !== after[table]);

/** The `app_metadata` of every user, by `documentId`. */
export const getAppMetadata = async (app: TestStrapi): Promise<Map<string, unknown>> => {
  const rows = await app.query<{ document_id: string; app_metadata: unknown }>(
    'select document_id, app_metadata from user_profile_users'
  );
  return new Map(
    rows.map(({ document_id: id, app_metadata: value }) => [
      id,
      typeof value === 'string' ? JSON.parse(value) : value,
    ])
  );
};

/** The rows of the user that no request of a campaign may change. */
export const getRows = async (app: TestStrapi, accountId: number, documentId: string) => ({
  account: await app.query('select * from up_users where id = ?', [accountId]),
  role: await app.query('select role_id from up_users_role_lnk where user_id = ?', [accountId]),
  profile: await app.query('select * from user_profile_users where document_id = ?', [documentId]),
  // Admins have sessions with the same user ids.
  sessions: await app.query(
    "select * from strapi_sessions where origin = 'users-permissions' and user_id = ? order by id",
    [String(accountId)]
  ),
  events: await app.query('select * from user_profile_events where profile = ? order by id', [
    documentId,
  ]),
});
