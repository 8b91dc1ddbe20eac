import { createRequire } from 'node:module';
import os from 'node:os';

import { postgresVersion } from './databases.mjs';
import { megabytes } from './statistics.mjs';

const require = createRequire(import.meta.url);

const count = (number) => number.toLocaleString('en-US');

/** What the results depend on: sizes, machine, versions and date. */
export const describeRun = async (sizes) => {
  const version = await postgresVersion();
  const sqlite = require('better-sqlite3')(':memory:')
    .prepare('select sqlite_version() as v')
    .get();
  const strapi = require('@strapi/strapi/package.json').version;
  const cpus = os.cpus();
  return [
    `${count(sizes.users)} users, ${count(sizes.events)} events and ${count(sizes.sessions)} sessions on PostgreSQL ${version}; ${count(sizes.sqliteUsers)} users on SQLite ${sqlite.v}.`,
    `${cpus[0].model.trim()}, ${cpus.length} cores, ${Math.round(megabytes(os.totalmem()) / 1024)} GB; Node ${process.versions.node}, Strapi ${strapi}.`,
    `Measured on ${new Date().toISOString().slice(0, 10)}.`,
  ].join(' ');
};
