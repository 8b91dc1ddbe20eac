import { setTimeout as sleep } from 'node:timers/promises';

import { authOf } from '../lib/calls.mjs';
import { startServer } from '../lib/server.mjs';
import { quantile } from '../lib/statistics.mjs';
import { createSource } from '../load/index.mjs';
import { loadProfiles } from '../load/profiles.mjs';
import { findIdentifiers } from './login.mjs';

const WINDOW_MS = 10_000;
const POLL_MS = 500;
const LOGINS = 100;
const TRIGGER = '/user-profile/reconcile';
const PROFILE_TABLES = [
  'user_profile_users',
  'user_profile_identities',
  'user_profile_devices',
  'user_profile_events',
];

const countProfiles = async (db) =>
  Number((await db.query('select count(*) as count from user_profile_users'))[0].count);

/** The table was empty, so the newest id tells how many profiles there are. To count a million would take longer. */
const sampleOf = async (db) => {
  const [{ newest }] = await db.query('select max(id) as newest from user_profile_users');
  return { at: performance.now(), count: Number(newest ?? 0) };
};

const rateBetween = (first, last) => (last.count - first.count) / ((last.at - first.at) / 1000);

/** Starts the back-fill. The response may come before its end. */
const start = async (server) => {
  const token = await server.adminToken();
  return server.call('POST', TRIGGER, { token });
};

const untilIdle = async (server) => {
  const token = await server.adminToken();
  while ((await server.json('GET', TRIGGER, { token })).data.running) {
    await sleep(POLL_MS);
  }
};

/**
 * The rates until the last account has its profile. The first and the last window show whether it becomes slower as
 * the tables grow.
 */
const measureRates = async (db, server, users) => {
  const samples = [await sampleOf(db)];
  let isOver = false;
  const pass = start(server)
    .then(() => untilIdle(server))
    .finally(() => {
      isOver = true;
    });
  pass.catch(() => undefined);
  const isComplete = async () =>
    samples.at(-1).count >= users && (await countProfiles(db)) >= users;
  while (!isOver && !(await isComplete())) {
    await sleep(POLL_MS);
    samples.push(await sampleOf(db));
  }
  await pass;
  const count = await countProfiles(db);
  if (count < users) {
    throw new Error(`The back-fill ended with ${count} of ${users} profiles`);
  }
  const [first, last] = [samples[0], samples.at(-1)];
  const endOfFirst = samples.find(({ at }) => at - first.at >= WINDOW_MS) ?? last;
  const startOfLast = samples.findLast(({ at }) => last.at - at >= WINDOW_MS) ?? first;
  return {
    whole: rateBetween(first, last),
    first: rateBetween(first, endOfFirst),
    last: rateBetween(startOfLast, last),
  };
};

const measureLogins = async (site, identifiers) => {
  const auth = authOf(site);
  const times = [];
  for (let turn = 0; turn < LOGINS; turn += 1) {
    times.push((await auth.logIn(identifiers[turn % identifiers.length])).ms);
  }
  return quantile(times, 0.95);
};

const truncate = (db) => db.query(`truncate ${PROFILE_TABLES.join(', ')} cascade`);

/** Of a second run, so that the logins do not slow down the one whose rate is measured. */
const measureLoginsDuring = async ({ users, server, site, db }) => {
  const identifiers = await findIdentifiers(site);
  await measureLogins(site, identifiers.slice(0, 5));
  const before = await measureLogins(site, identifiers);
  const pass = start(server).catch(() => undefined);
  const during = await measureLogins(site, identifiers);
  const isDone = (await countProfiles(db)) >= users;
  await server.stop();
  await pass;
  return { before, during, isDone };
};

/** The rate of the same rows by INSERT ... SELECT, with all indexes in place. */
const measureRawSql = async (db, users) => {
  const source = await createSource(db, { users });
  const started = performance.now();
  await loadProfiles(db, source.dialect, source);
  return users / ((performance.now() - started) / 1000);
};

export default {
  name: 'backfill',
  title: 'Back-fill of accounts that are older than the plugin',
  async run({ report, sites, sizes: { users } }) {
    const database = await sites.createDatabase('backfill', { rows: { users, profiles: false } });
    const server = await startServer(database, { env: sites.configEnv() });
    const site = { server, run: (work) => sites.runInDatabase(database, work) };
    await site.run(async (db) => {
      await server.resetProbe();
      const rates = await measureRates(db, server, users);
      const { longestStallMs } = await server.readProbe();
      report.absolute({
        name: 'back-fill of all accounts',
        value: rates.whole,
        unit: 'users/s',
        atLeast: 5000,
      });

      await truncate(db);
      const logins = await measureLoginsDuring({ users, server, site, db });
      await truncate(db);
      report.ratio({
        name: 'back-fill of all accounts',
        value: rates.whole,
        against: 'raw SQL',
        baseline: await measureRawSql(db, users),
        unit: 'users/s',
      });
      report.ratio({
        name: `back-fill, last ${WINDOW_MS / 1000} s`,
        value: rates.last,
        against: `first ${WINDOW_MS / 1000} s`,
        baseline: rates.first,
        unit: 'users/s',
      });
      report.ratio({
        name: 'login during the back-fill, p95',
        value: logins.during,
        against: 'before it',
        baseline: logins.before,
        unit: 'ms',
        atMost: 1.5,
        note: logins.isDone ? 'the back-fill ended before the last login' : undefined,
      });
      report.absolute({
        name: 'longest stall of the event loop',
        value: longestStallMs,
        unit: 'ms',
      });
    });
  },
};
