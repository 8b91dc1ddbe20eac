import { setTimeout as sleep } from 'node:timers/promises';

import { authOf } from '../lib/calls.mjs';
import { startServer } from '../lib/server.mjs';
import { quantile } from '../lib/statistics.mjs';
import { createSource } from '../load/index.mjs';
import { loadProfiles } from '../load/profiles.mjs';
import { findIdentifiers } from './login.mjs';

const WINDOW_MS = 10_000;
const POLL_MS = 500;
const LOGINS = 40;
const RAW_USERS = 50_000;
const PROFILE_TABLES = [
  'user_profile_users',
  'user_profile_identities',
  'user_profile_devices',
  'user_profile_events',
];

const countProfiles = async (db) =>
  Number((await db.query('select count(*) as count from user_profile_users'))[0].count);

/** @returns profiles per second from now on, until the window or the accounts end */
const measureRate = async (db, users) => {
  const first = { at: performance.now(), count: await countProfiles(db) };
  let last = first;
  while (last.at - first.at < WINDOW_MS && last.count < users) {
    await sleep(POLL_MS);
    last = { at: performance.now(), count: await countProfiles(db) };
  }
  const rate = (last.count - first.count) / ((last.at - first.at) / 1000);
  return { rate, isDone: last.count >= users };
};

const measureLogins = async (site, identifiers) => {
  const auth = authOf(site);
  const times = [];
  for (let turn = 0; turn < LOGINS; turn += 1) {
    times.push((await auth.logIn(identifiers[turn % identifiers.length])).ms);
  }
  return quantile(times, 0.95);
};

/** The rate of the same rows by INSERT ... SELECT, with all indexes in place. */
const measureRawSql = async (db, users) => {
  await db.query(`truncate ${PROFILE_TABLES.join(', ')} cascade`);
  const source = await createSource(db, { users });
  const started = performance.now();
  await loadProfiles(db, source.dialect, source);
  return users / ((performance.now() - started) / 1000);
};

const backfill = async ({ users, server, site, db }) => {
  const identifiers = await findIdentifiers(site);
  await measureLogins(site, identifiers.slice(0, 5));
  const before = await measureLogins(site, identifiers);

  await server.resetProbe();
  const token = await server.adminToken();
  const pass = server.call('POST', '/user-profile/reconcile', { token }).catch(() => undefined);
  const { rate, isDone } = await measureRate(db, users);
  const { longestStallMs } = await server.readProbe();
  const during = await measureLogins(site, identifiers);
  const isStillRunning = (await countProfiles(db)) < users;
  await server.stop();
  await pass;
  return { before, during, rate, longestStallMs, isDone: isDone || !isStillRunning };
};

export default {
  name: 'backfill',
  title: 'Back-fill of accounts that are older than the plugin',
  async run({ report, sites, sizes: { users } }) {
    const database = await sites.createDatabase('backfill', { rows: { users, profiles: false } });
    const server = await startServer(database, { env: sites.configEnv() });
    const site = { server, run: (work) => sites.runInDatabase(database, work) };
    await site.run(async (db) => {
      const result = await backfill({ users, server, site, db });
      report.absolute({ name: 'back-fill', value: result.rate, unit: 'users/s', atLeast: 5000 });
      const raw = await measureRawSql(db, Math.min(users, RAW_USERS));
      report.ratio({
        name: 'back-fill',
        value: result.rate,
        against: 'raw SQL',
        baseline: raw,
        unit: 'users/s',
      });
      report.ratio({
        name: 'login during the back-fill, p95',
        value: result.during,
        against: 'before it',
        baseline: result.before,
        unit: 'ms',
        atMost: 1.5,
        note: result.isDone ? 'the back-fill ended before the last login' : undefined,
      });
      report.absolute({
        name: 'longest stall of the event loop',
        value: result.longestStallMs,
        unit: 'ms',
      });
    });
  },
};
