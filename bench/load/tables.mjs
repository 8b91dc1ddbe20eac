/** The tables that the loader fills. */
const TABLES = [
  'up_users',
  'up_users_role_lnk',
  'strapi_sessions',
  'user_profile_users',
  'user_profile_identities',
  'user_profile_devices',
  'user_profile_events',
];

/** Those, and the tables that triggers fill. */
const FILLED = `t.relnamespace = current_schema()::regnamespace
  and (t.relname = any($1) or t.relname like 'user\\_profile\\_%')`;

const findIndexes = (db) =>
  db.query(
    `select c.relname as name, pg_get_indexdef(c.oid) as definition from pg_index i
      join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
      where ${FILLED} and not i.indisprimary
        and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid)`,
    [TABLES]
  );

const findTriggers = (db) =>
  db.query(
    `select g.tgname as name, t.relname as on_table from pg_trigger g join pg_class t on t.oid = g.tgrelid
      where ${FILLED} and not g.tgisinternal`,
    [TABLES]
  );

/**
 * Loads large tables as PostgreSQL recommends: without foreign keys and secondary indexes, which are created
 * afterwards. The triggers of the plugin run, because they fill columns and tables.
 *
 * @returns a function that restores what was changed
 */
const prepare = async (db) => {
  await db.query('set session_replication_role = replica');
  await db.query('set synchronous_commit = off');
  await db.query("set maintenance_work_mem = '256MB'");
  await db.query("set work_mem = '128MB'");
  const triggers = await findTriggers(db);
  const indexes = await findIndexes(db);
  for (const { name, on_table: table } of triggers) {
    await db.query(`alter table "${table}" enable always trigger "${name}"`);
  }
  for (const { name } of indexes) {
    await db.query(`drop index "${name}"`);
  }
  return async () => {
    for (const { definition } of indexes) {
      await db.query(definition);
    }
    for (const { name, on_table: table } of triggers) {
      await db.query(`alter table "${table}" enable trigger "${name}"`);
    }
    await db.query('set session_replication_role = origin');
  };
};

/** Continues the ids after those that were loaded. */
const advanceSequences = async (db) => {
  for (const table of TABLES) {
    const [{ exists }] = await db.query('select to_regclass($1) is not null as exists', [table]);
    if (exists) {
      await db.query(
        `select setval(pg_get_serial_sequence('${table}', 'id'), (select coalesce(max(id), 1) from ${table}))`
      );
    }
  }
};

/** Runs `load` with the database set up for it, and updates the statistics of the planner. */
export const withBulkLoading = async (db, load) => {
  if (db.client === 'sqlite') {
    await db.query('begin');
    await load();
    await db.query('commit');
    await db.query('analyze');
    return;
  }
  const restore = await prepare(db);
  try {
    await load();
  } finally {
    await restore();
  }
  await advanceSequences(db);
  await db.query('vacuum analyze');
};
