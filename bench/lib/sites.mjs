import { setTimeout as sleep } from 'node:timers/promises';

import { load } from '../load/index.mjs';
import { startBareServer } from './bare.mjs';
import { connect, createPostgresDatabase, createSqliteDatabase } from './databases.mjs';
import { startServer } from './server.mjs';

/** The jobs run only when a part starts them. */
const QUIET = {
  reconcile: { onStart: false, schedule: '0 0 0 29 2 *' },
  retention: { schedule: '0 0 0 29 2 *' },
};

const configEnv = (config = {}) => ({
  USER_PROFILE_CONFIG: JSON.stringify({ ...QUIET, ...config }),
});

const runInDatabase = async (database, work) => {
  const db = await connect(database.url);
  try {
    return await work(db);
  } finally {
    await db.close();
  }
};

/** Starts a Strapi once, so it creates its tables. */
const createSchema = async (database, plugin) => {
  const server = await startServer(database, { plugin, env: configEnv() });
  // Strapi finishes a part of its work after the start.
  await sleep(1000);
  await server.stop();
  return database;
};

const POLL_MS = 200;

/** The first daily counts begin with the server. A part would measure them too, and a real site has them. */
const waitForCounts = async (db, since) => {
  const ended = `select ended_at from user_profile_jobs where name = 'daily-counts'`;
  for (;;) {
    const [job] = await db.query(ended);
    if (job?.ended_at && new Date(job.ended_at) >= since) {
      return;
    }
    await sleep(POLL_MS);
  }
};

/** Work that is done once, at the first call. */
const once = (work) => {
  let result;
  return () => {
    result ??= work();
    return result;
  };
};

/** Databases and servers, each created when a part first asks for it. */
export const createSites = ({ sizes }) => {
  const templates = {
    true: once(async () => createSchema(await createPostgresDatabase('schema'), true)),
    false: once(async () => createSchema(await createPostgresDatabase('schema_plain'), false)),
  };

  const createDatabase = async (name, { client = 'postgres', plugin = true, rows }) => {
    const database =
      client === 'sqlite'
        ? await createSchema(createSqliteDatabase(name), plugin)
        : await createPostgresDatabase(name, (await templates[String(plugin)]()).name);
    if (rows) {
      const started = performance.now();
      await runInDatabase(database, (db) => load(db, rows));
      const seconds = ((performance.now() - started) / 1000).toFixed(0);
      console.log(`Loaded ${rows.users} users into ${name} in ${seconds} s`);
    }
    return database;
  };

  const createSite = async (name, { plugin = true, ...options }) => {
    const database = await createDatabase(name, { plugin, ...options });
    const since = new Date();
    const server = await startServer(database, { plugin, env: configEnv() });
    if (plugin && options.rows) {
      await runInDatabase(database, (db) => waitForCounts(db, since));
      const seconds = ((Date.now() - since.getTime()) / 1000).toFixed(0);
      console.log(`Counted the events of ${name} in ${seconds} s after its start`);
    }
    return { database, server, run: (work) => runInDatabase(database, work) };
  };

  const { users, events, sessions, sqliteUsers } = sizes;
  const large = { users, events, sessions };
  const small = { users: 100, events: 100, sessions: 50 };
  const onSqlite = { users: sqliteUsers, sessions: Math.floor(sqliteUsers / 2) };

  const site = (name, options) => once(() => createSite(name, options));
  const sites = {
    large: site('large', { rows: large }),
    /** The same accounts and sessions without the plugin. */
    largePlain: site('large_plain', { rows: large, plugin: false }),
    small: site('small', { rows: small }),
    smallPlain: site('small_plain', { rows: small, plugin: false }),
    sqlite: site('sqlite', { rows: onSqlite, client: 'sqlite' }),
    sqlitePlain: site('sqlite_plain', { rows: onSqlite, client: 'sqlite', plugin: false }),
    bare: once(async () => startBareServer((await sites.large()).database.url)),
  };
  return { ...sites, createDatabase, configEnv, runInDatabase };
};
