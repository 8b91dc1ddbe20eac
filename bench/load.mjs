/**
 * Fills a database with sample users, for measurements by hand. A Strapi must have started on it once, so
 * that its tables exist. The tables of users must be empty.
 *
 *   node bench/load.mjs postgres://user:password@127.0.0.1:5432/name --users=100000 --events=500000
 *   node bench/load.mjs .tmp/data.db --users=20000
 *   node bench/load.mjs <database> --users=100000 --no-profiles     accounts only, as before the plugin
 */
import { parseArgs } from 'node:util';

import { connect } from './lib/databases.mjs';
import { load } from './load/index.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    users: { type: 'string', default: '100000' },
    events: { type: 'string', default: '0' },
    sessions: { type: 'string', default: '0' },
    'no-profiles': { type: 'boolean', default: false },
  },
});

const [database] = positionals;
if (!database) {
  console.error('Name the database: a PostgreSQL URL or the file of an SQLite database.');
  process.exit(2);
}

const started = performance.now();
const db = await connect(database);
try {
  await load(db, {
    users: Number(values.users),
    events: Number(values.events),
    sessions: Number(values.sessions),
    profiles: !values['no-profiles'],
  });
} finally {
  await db.close();
}
console.log(`Loaded in ${((performance.now() - started) / 1000).toFixed(1)} s`);
