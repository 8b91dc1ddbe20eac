import { createHash } from 'node:crypto';

import { tableOf, type Uid, UIDS } from '../database';
import type { TestStrapi } from '../strapi';

/** The tables that a rejected request must not change. */
const GUARDED = [
  UIDS.account,
  UIDS.accountRole,
  UIDS.role,
  UIDS.permission,
  UIDS.user,
  UIDS.identity,
  UIDS.connection,
];

export type State = Record<string, string>;

const digest = (rows: unknown): string =>
  createHash('sha1').update(JSON.stringify(rows)).digest('base64');

const getDigest = async ({ database }: TestStrapi, uid: Uid): Promise<string> => {
  // After every request, so PostgreSQL sends no rows.
  if (database.client === 'postgres') {
    const [row] = await database.query<{ digest: string }>(
      `select md5(coalesce(string_agg(row_of::text, ',' order by id), '')) as digest
       from ${tableOf(uid)} as row_of`
    );
    return row.digest;
  }
  return digest(await database.rows(uid));
};

/** One digest per table. */
export const getState = async (app: TestStrapi): Promise<State> => {
  const digests = GUARDED.map(async (uid) => [uid, await getDigest(app, uid)]);
  const [settings] = await app.database.rows(
    UIDS.setting,
    { key: 'plugin_users-permissions_grant' },
    { columns: ['value'] }
  );
  return { ...Object.fromEntries(await Promise.all(digests)), settings: digest(settings) };
};

/** The names of the tables that differ. */
export const getChangedTypes = (before: State, after: State): string[] =>
  Object.keys(after).filter((uid) => before[uid] !== after[uid]);

/** The `app_metadata` of every user, by `documentId`. */
export const getAppMetadata = async (app: TestStrapi): Promise<Map<string, unknown>> => {
  const rows = await app.database.rows(UIDS.user, {}, { columns: ['document_id', 'app_metadata'] });
  return new Map(rows.map(({ document_id: id, app_metadata: value }) => [id, value]));
};

/** The rows of the user that no request of a campaign may change. */
export const getRows = async (app: TestStrapi, accountId: number, documentId: string) => ({
  account: await app.database.rows(UIDS.account, { id: accountId }),
  role: await app.database.rows(UIDS.accountRole, { user_id: accountId }, { columns: ['role_id'] }),
  profile: await app.database.rows(UIDS.user, { document_id: documentId }),
  // Admins have sessions with the same user ids.
  sessions: await app.database.rows(UIDS.session, {
    origin: 'users-permissions',
    user_id: String(accountId),
  }),
  events: await app.database.rows(UIDS.event, { profile: documentId }),
});
