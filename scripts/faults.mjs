/**
 * `npm run faults`: logs in without pause while servers are killed, the database is slow, and the database is
 * gone; and kills the server of a long import. It starts temporary servers and a PostgreSQL that listen on loopback
 * only, and exits when done.
 *
 *   npm run faults                   20 kills, 50 ms per round trip, an outage of 30 seconds, 100,000 users
 *   npm run faults -- --kills=5 --latency=200 --outage=10 --users=1000000
 */
import { parseArgs } from 'node:util';

import { ensureInstalled } from './lib/install.mjs';
import { formatDuration, run, runTool } from './lib/run.mjs';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    latency: { type: 'string', default: '50' },
    outage: { type: 'string', default: '30' },
    users: { type: 'string', default: '100000' },
    'no-build': { type: 'boolean', default: false },
  },
});

const MAXIMUM = { kills: 999, latency: 999, outage: 999, users: 1_000_000 };
for (const [name, maximum] of Object.entries(MAXIMUM)) {
  if (!/^[1-9]\d*$/.test(values[name]) || Number(values[name]) > maximum) {
    console.error(`--${name} must be an integer from 1 to ${maximum}`);
    process.exit(2);
  }
}

await ensureInstalled();
if (!values['no-build']) {
  await run('npm', ['run', 'build:plugin']);
  await runTool('tsc', ['-p', 'tsconfig.json']);
}

const started = performance.now();
try {
  const files = ['integration/site/bad-days', 'integration/imports/import-resume'];
  await runTool('jest', ['--selectProjects', 'integration', '--runInBand', '--', ...files], {
    env: {
      TEST_DB: 'postgres',
      FAULTS_KILLS: values.kills,
      FAULTS_LATENCY_MS: values.latency,
      FAULTS_OUTAGE_SECONDS: values.outage,
      FAULTS_IMPORT_USERS: values.users,
    },
  });
} catch {
  process.exitCode = 1;
}
console.log(`Finished in ${formatDuration(performance.now() - started)}.`);
