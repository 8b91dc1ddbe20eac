import { documentId, random, times } from './people.mjs';
import { PROVIDERS } from './words.mjs';

const DAY_MS = 86_400_000;

/**
 * Columns that the plugin derives from others, with their SQL. Those that a version of the plugin does not
 * have, or that the database computes, are left out.
 */
const DERIVED = {
  folded_name: 'lower(name)',
  folded_given_name: 'lower(given)',
  folded_family_name: 'lower(family)',
  folded_nickname: 'lower(username)',
  folded_email: 'email',
  folded_username: 'username',
  folded_user_id: 'lower(user_id)',
  role: "(select type || ' ' || document_id from up_roles where type = p.role)",
};

const loadConnections = async (db, dialect, now) => {
  for (const [index, name] of PROVIDERS.entries()) {
    await db.query(`insert into user_profile_connections
      (document_id, name, display_name, strategy, enabled, managed_by, created_at, updated_at, published_at)
      select ${documentId(dialect, 'conn', index + 1)}, '${name}', '${name}', '${name}', true, 'users-permissions', ${times(dialect, now)}
      where not exists (select 1 from user_profile_connections where name = '${name}')`);
  }
};

/** The profile of each account. */
const loadUsers = async (db, dialect, now) => {
  const existing = await dialect.columns(db, 'user_profile_users');
  const derived = Object.entries(DERIVED).filter(([column]) => existing.includes(column));
  const columns = derived.map(([column]) => `, ${column}`).join('');
  const values = derived.map(([, sql]) => `, ${sql}`).join('');
  await db.query(`insert into user_profile_users
    (id, document_id, user_id, email, email_verified, username, phone_number, name, given_name, family_name,
      nickname, blocked, last_ip, last_login, logins_count, connection, known_countries, erasure_requested_at,
      invitation_sent_at, invitation_expires_at, revision, created_at, updated_at, published_at${columns})
    select i, document_id, user_id, email, verified, username,
      case when ${random('i', 21, 10)} < 3 then '+1555' || ${dialect.pad('i', 8)} end,
      name, given, family, username, blocked, ip, ${dialect.moment('login_ms')}, logins, provider, '["US"]',
      case when ${random('i', 22, 5000)} = 0 then ${dialect.moment(now)} end,
      case when invited then ${dialect.moment(now)} end,
      case when invited then ${dialect.moment(now + 3 * DAY_MS)} end, 1,
      ${times(dialect, 'created_ms')}${values}
    from (select bench_people.*, ${documentId(dialect, 'user', 'i')} as document_id,
        provider || '|' || ${documentId(dialect, 'acct', 'i')} as user_id,
        ${ipOf('i')} as ip
      from bench_people) p order by i`);
};

/** An IP address of the user, from the range for benchmarks (RFC 2544). */
const ipOf = (i) => `'198.18.' || ${random(i, 23, 256)} || '.' || ${random(i, 24, 254)}`;

/** One identity for each user, and a second one without account for every tenth. */
const loadIdentities = async (db, dialect, users) => {
  const insert = (id, connection, externalId, account, isPrimary, where) =>
    db.query(`insert into user_profile_identities
      (id, document_id, user_id, connection, external_id, identity_key, is_social, profile_data, account,
        logins_count, last_login, is_primary, created_at, updated_at, published_at)
      select ${id}, ${documentId(dialect, 'iden', id)}, i, connection, external_id,
        ${dialect.identityKey('connection', 'external_id')}, connection <> 'local',
        ${dialect.json({ email: 'email', username: 'username', name: 'name', given_name: 'given', family_name: 'family' })},
        ${account}, logins, ${dialect.moment('login_ms')}, ${isPrimary}, ${times(dialect, 'created_ms')}
      from (select bench_people.*, ${connection} as connection, ${externalId} as external_id
        from bench_people ${where}) p order by i`);
  const own = documentId(dialect, 'acct', 'i');
  await insert('i', 'provider', own, 'external_id', 'true', '');
  const second = `case when provider = 'google' then 'github' else 'google' end`;
  const where = `where ${random('i', 25, 10)} = 0`;
  await insert(`i + ${users}`, second, documentId(dialect, 'link', 'i'), 'null', 'false', where);
};

export const loadProfiles = async (db, dialect, { users, now }) => {
  await loadConnections(db, dialect, now);
  await loadUsers(db, dialect, now);
  await loadIdentities(db, dialect, users);
};

/**
 * Rows of the log, sessions and devices refer to users by number.
 * @returns SQL for the user of row `i`
 */
export const ownerOf = (i, count, users) =>
  // The first tenth belongs to the heavy user.
  `case when ${i} <= ${Math.floor(count / 10)} then 1 else 2 + ${random(i, 31, Math.max(1, users - 1))} end`;

export { ipOf };
