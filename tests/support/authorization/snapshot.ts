import { type Account, registerAccount } from '../accounts';
import { mustLogIn } from '../sessions';
import type { TestStrapi } from '../strapi';
import { userIdOf } from '../users';

/** A user with a device, so every route has something to work on. */
export interface TargetUser {
  account: Account;
  documentId: string;
  userId: string;
  deviceId: string;
}

export const createTargetUser = async (app: TestStrapi): Promise<TargetUser> => {
  const account = await registerAccount(app);
  await mustLogIn(app, account, 'phone');
  const userId = userIdOf(account);
  const [{ document_id: documentId }] = await app.query<{ document_id: string }>(
    'select document_id from user_profile_users where user_id = ?',
    [userId]
  );
  return { account, documentId, userId, deviceId: 'phone' };
};

/** Tables that background work can change at any time: the log, leases of jobs, counters of failed logins. */
const VOLATILE = ['user_profile_events', 'user_profile_jobs', 'user_profile_login_failures'];

/** Tables with rows of users. The snapshot has their row counts and the rows of the one user. */
const OF_USERS = ['user_profile_users', 'user_profile_identities', 'user_profile_devices'];

const getTables = async (app: TestStrapi): Promise<string[]> => {
  const rows = await app.query<{ name: string }>(
    app.database.client === 'sqlite'
      ? `select name from sqlite_master where type = 'table' and name like 'user\\_profile\\_%' escape '\\'`
      : `select table_name as name from information_schema.tables where table_name like 'user\\_profile\\_%'`
  );
  return rows.map(({ name }) => name).sort();
};

/**
 * Everything in the database that a call on a user could change: the rows of the user, the number
 * of users and the other tables of the plugin.
 */
export const getSnapshot = async (app: TestStrapi, { account, documentId }: TargetUser) => {
  const rows = (table: string, where: string, value: string | number) =>
    app.query(`select * from ${table} where ${where} = ? order by id`, [value]);
  const [user] = await rows('user_profile_users', 'document_id', documentId);
  const ownId = Number(user?.id ?? 0);
  const others = (await getTables(app)).filter(
    (name) => ![...VOLATILE, ...OF_USERS].includes(name)
  );
  return {
    user,
    identities: await rows('user_profile_identities', 'user_id', ownId),
    devices: await rows('user_profile_devices', 'user_id', ownId),
    events: await rows('user_profile_events', 'profile', documentId),
    sentIn: await app.query(
      `select count(*) as logins from user_profile_events where type = 's' and profile is null`
    ),
    account: await rows('up_users', 'id', account.id),
    sessions: await rows('strapi_sessions', 'user_id', String(account.id)),
    users: await app.query('select count(*) as users from user_profile_users'),
    accounts: await app.query('select count(*) as accounts from up_users'),
    providers: await rows('strapi_core_store_settings', 'key', 'plugin_users-permissions_grant'),
    others: await Promise.all(
      others.map(async (table) => [table, await app.query(`select * from ${table} order by id`)])
    ),
  };
};
