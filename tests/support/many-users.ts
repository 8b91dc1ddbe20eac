import { setImmediate } from 'node:timers/promises';

import { tableOf, UIDS } from './database';
import { beforeSql, numbersSql } from './sql';
import type { TestStrapi } from './strapi';
import { waitForEqual } from './wait';

const BATCH = 10_000;
/** The newest login and account. */
export const NEWEST = Date.UTC(2026, 0, 1);

/** One account for each user, whose primary identity it belongs to. */
const createAccounts = async (
  database: TestStrapi['database'],
  columns: Record<string, string>
): Promise<void> => {
  const [accounts, users, identities] = [UIDS.account, UIDS.user, UIDS.identity].map(tableOf);
  const names = Object.keys(columns).join(', ');
  await database.query(
    `insert into ${accounts} (document_id, email, username, provider, ${names})
    select 'a' || i, 'u' || i || '@example.com', 'account' || i, 'local', ${Object.values(columns).join(', ')}
    from (select id as i from ${users}) as numbered`
  );
  await database.query(`update ${identities} set account = 'a' || user_id`);
};

/** Login blocks that last, of each user whose number passes a condition (SQL), and as many of unknown identifiers. */
export const createLoginBlocks = async (
  { database }: Pick<TestStrapi, 'database'>,
  condition: string
): Promise<void> => {
  const [failures, users] = [UIDS.loginFailure, UIDS.user].map(tableOf);
  const end = database.client === 'sqlite' ? '4102444800000' : "timestamp '2100-01-01 00:00:00'";
  const key = database.client === 'mariadb' ? '`key`' : '"key"';
  await database.query(
    `insert into ${failures} (${key}, kind, ip, profile, failures, window_end, blocked_until)
    select prefix || i, 'pair', '198.41.0.4', case when prefix = 'known' then document_id end, 0, ${end}, ${end}
    from (select id as i, document_id from ${users}) as numbered,
      (select 'known' as prefix union all select 'unknown') as prefixes
    where ${condition} and not exists (select 1 from ${failures} where ${key} = prefix || i)`
  );
  if (database.client === 'postgres') {
    await database.query(`vacuum analyze ${failures}`);
  }
};

/**
 * A vacuum skips rows that an open transaction of the server may still see. PostgreSQL then expects an index-only
 * scan to read the table too, and plans as it would on a site that has never been vacuumed.
 */
const waitForVacuum = (database: TestStrapi['database']): Promise<void> =>
  waitForEqual(
    async () => {
      const [table] = await database.query(
        'select relpages - relallvisible as remaining from pg_class where relname = ?',
        [tableOf(UIDS.user)]
      );
      if (table.remaining !== 0) {
        await database.analyze();
      }
      return table;
    },
    { remaining: 0 }
  );

/**
 * Inserts users and identities in batches. The modulus of each column is another prime, so no column
 * depends on another one: about 80 of 100 users are in the connection `local` and 20 in `google`, 60 of 100,000
 * in `rare`; 66 are blocked and 54 have a login block; 58 have the role `auditor`, 14 of 100 `editor`, 47 none; one
 * third has no verified email address; one in eleven never logged in.
 *
 * @param accountColumns SQL expressions of the number `i` of a user, by column; omitted to insert no accounts
 */
export const createManyUsers = async (
  { database }: TestStrapi,
  count: number,
  accountColumns?: Record<string, string>
): Promise<void> => {
  const { client } = database;
  const [users, identities, connections, roles] = [
    UIDS.user,
    UIDS.identity,
    UIDS.connection,
    UIDS.role,
  ].map(tableOf);
  const at = (hours: string) => beforeSql(client, NEWEST, hours, 'hour');
  const isTrue = (condition: string) => `case when ${condition} then true else false end`;
  await database.query(
    `insert into ${connections} (document_id, name, strategy, enabled, managed_by, created_at)
    select 'c' || name, name, strategy, true, 'panel', ${at('0')} from
    (select 'rare' as name, 'database' as strategy union all select 'google', 'google') as listed
    where not exists (select 1 from ${connections} as c where c.name = listed.name)`
  );
  await database.query(
    `insert into ${roles} (document_id, name, type) select 'r-' || type, type, type from
    (select 'editor' as type union all select 'auditor' union all select 'unused') as listed
    where not exists (select 1 from ${roles} as r where r.type = listed.type)`
  );
  for (let first = 1; first <= count; first += BATCH) {
    const last = Math.min(count, first + BATCH - 1);
    await database.query(
      `insert into ${users} (document_id, user_id, email, folded_email, username, folded_username, name, folded_name,
      folded_user_id, email_verified, blocked, role, connection, logins_count, last_login, created_at, updated_at,
      erasure_requested_at, account_missing_since, invitation_expires_at, user_metadata, app_metadata, overrides, revision)
    ${numbersSql(first, last)}
    select 'many-' || i, 'local|' || i, 'u' || i || '@example.com', 'u' || i || '@example.com',
      case when i % 13 > 0 then 'user' || i end, case when i % 13 > 0 then 'user' || i end,
      'Name ' || (i * 7 % 9973), 'name ' || (i * 7 % 9973), 'local|' || i,
      ${isTrue('i % 3 > 0')}, ${isTrue('i % 1511 = 1')},
      case when i % 1733 = 9 then 'auditor r-auditor' when i % 7 = 0 then 'editor r-editor'
        when i % 2113 > 0 then 'member r-member' end,
      case when i % 1667 = 3 then 'rare' when i % 5 = 0 then 'google' else 'local' end,
      case when i % 11 = 0 then 0 else 1 + i * 3 % 499 end,
      case when i % 11 > 0 then ${at('i * 31 % 9001')} end, ${at('i * 17 % 20011')}, ${at('0')},
      case when i % 1999 = 5 then ${at('1')} end, case when i % 1787 = 7 then ${at('1')} end,
      case when i % 1823 = 11 then ${at('1')} end,
      '{}', '{}', '[]', 1
    from n`
    );
    await database.query(
      `insert into ${identities} (document_id, user_id, connection, external_id, identity_key, is_primary, is_social,
      profile_data, logins_count, last_login, created_at)
    select 'i' || id, id, connection, document_id, 'k' || id, true, false, '{}', 0, last_login, created_at
    from ${users} where id > (select coalesce(max(user_id), 0) from ${identities})`
    );
    // SQLite runs synchronously: connections that the server closes must be noticed.
    await setImmediate();
  }
  await createLoginBlocks({ database }, 'i % 1873 = 13');
  if (accountColumns) {
    await createAccounts(database, accountColumns);
  }
  // A new site has no statistics on SQLite, where only a DBA collects them.
  if (client !== 'sqlite') {
    await database.analyze();
  }
  if (client === 'postgres') {
    await waitForVacuum(database);
  }
};
