import { createRequire } from 'node:module';

import { COMMON, LISTS, RARE } from './words.mjs';

const require = createRequire(import.meta.url);
/** The copy that Strapi uses. */
const bcrypt = require(
  require.resolve('bcryptjs', { paths: [require.resolve('@strapi/admin/package.json')] })
);

export const PASSWORD = 'secret-secret';
const DAY_MS = 86_400_000;
const PRIME = 2_147_483_647;

/** A number from 0 to `below` - 1 that looks random and is the same in every database. */
export const random = (i, salt, below) => {
  // Squared: in a sequence of multiples, neighbours would get the same name.
  const multiplier = 48_271 + ((salt * 16_807_001) % 900_000_001);
  const linear = `(((${i}) + 1000) * ${multiplier} % ${PRIME})`;
  return `(${linear} * ${linear} % ${PRIME} % ${below})`;
};

/** The `documentId` of the user that is number `i`, for requests. */
export const userDocumentId = (i) => `user${String(i).padStart(20, '0')}`;

/** In thousandths: nine tenths of the users log in with a password, few with `twitch`. */
const provider = (i) => `case
  when ${i} <= 20 or ${random(i, 7, 1000)} < 900 then 'local'
  when ${random(i, 7, 1000)} < 960 then 'google'
  when ${random(i, 7, 1000)} < 985 then 'github'
  when ${random(i, 7, 1000)} < 997 then 'facebook'
  when ${random(i, 7, 1000)} < 999 then 'discord'
  else 'twitch' end`;

/** Roles that the sample data adds to those of Users & Permissions. */
const ROLES = ['editor', 'auditor'];

/** In thousandths. The first twenty users have the role that may log in. */
const role = (i) => `case
  when ${i} <= 20 or ${random(i, 15, 1000)} < 900 then 'authenticated'
  when ${random(i, 15, 1000)} < 999 then 'editor' else 'auditor' end`;

/**
 * Fills the temporary table `bench_people`, one row for each user. The first twenty users log in with a
 * password and are not blocked. The first one is the heavy user.
 */
export const createPeople = async (db, dialect, { users, now }) => {
  const i = 's.i';
  const given = LISTS.given.length;
  const family = LISTS.family.length;
  // The product of two random numbers is small more often: some names are frequent, most are rare.
  const skewed = `(${random(i, 3, family)} * ${random(i, 4, family)} / ${family})`;
  const rareEvery = Math.max(1, Math.floor(users / 3));
  await db.query(`create temporary table bench_people as
    select i, given, family_name as family, given || ' ' || family_name as name,
      lower(given || '.' || family_name) || i as username,
      lower(given || '.' || family_name) || i || '@example.com' as email,
      provider, role, blocked, verified, logins, created_ms,
      i > 20 and provider = 'local' and logins = 0 and ${random('i', 16, 100)} = 0 as invited,
      case when logins = 0 then null else created_ms + (${now} - created_ms) * ${random('i', 14, 1000)} / 1000 end as login_ms
    from (
      select s.i, g.given,
        case when ${i} % ${rareEvery} = ${Math.min(5, rareEvery - 1)} then '${RARE}'
          when ${random(i, 2, 100)} < 3 then '${COMMON}' else f.family end as family_name,
        ${provider(i)} as provider,
        ${role(i)} as role,
        ${i} > 20 and ${random(i, 8, 1000)} = 0 as blocked,
        ${random(i, 9, 10)} < 7 as verified,
        case when ${random(i, 10, 10)} = 0 then 0 else 1 + ${random(i, 11, 40)} * ${random(i, 12, 40)} end as logins,
        ${now} - (${users} - ${i}) * ${Math.floor((1000 * DAY_MS) / users)} - ${random(i, 13, 3600)} * 1000 as created_ms
      from ${dialect.series(users)}
      join bench_given g on g.n = ${random(i, 1, given)}
      join bench_family f on f.n = ${skewed}
    ) drawn`);
  await db.query('create unique index bench_people_i on bench_people (i)');
};

/** A document ID. `prefix` has four letters. */
export const documentId = (dialect, prefix, i) => `'${prefix}' || ${dialect.pad(i, 20)}`;

export const times = (dialect, ms) =>
  `${dialect.moment(ms)}, ${dialect.moment(ms)}, ${dialect.moment(ms)}`;

const loadRoles = async (db, dialect) => {
  for (const [index, type] of ROLES.entries()) {
    await db.query(`insert into up_roles (document_id, name, description, type, created_at, updated_at, published_at)
      select ${documentId(dialect, 'role', index + 1)}, '${type}', '', '${type}', ${times(dialect, Date.now())}
      where not exists (select 1 from up_roles where type = '${type}')`);
  }
};

/** Accounts with their role. A user who is invited has no password yet. */
export const loadAccounts = async (db, dialect) => {
  await loadRoles(db, dialect);
  const hash = bcrypt.hashSync(PASSWORD, 10);
  await db.query(`insert into up_users
    (id, document_id, username, email, provider, password, confirmed, blocked, created_at, updated_at, published_at)
    select i, ${documentId(dialect, 'acct', 'i')}, username, email, provider,
      case when provider = 'local' and not invited then '${hash}' end, true, blocked, ${times(dialect, 'created_ms')}
    from bench_people order by i`);
  await db.query(`insert into up_users_role_lnk (id, user_id, role_id, user_ord)
    select i, i, (select id from up_roles where type = p.role), i from bench_people p order by i`);
};
