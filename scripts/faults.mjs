/**
 * `npm run faults`: logs in without pause while servers are killed, the database is slow, and the database is
 * gone. It starts temporary servers and a PostgreSQL that listen on loopback only, and exits when done.
 *
 *   npm run faults                                 20 kills, 50 ms per round trip, an outage of 30 seconds
 *   npm run faults -- --kills=5 --latency=200 --outage=10
 */
import { parseArgs } from 'node:util';

import { ensureInstalled } from './lib/install.mjs';
import { formatDuration, run, runTool } from './lib/run.mjs';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    latency: { type: 'string', default: '50' },
    outage: { type: 'string', default: '30' },
    'no-build': { type: 'boolean', default: false },
  },
});

for (const name of ['kills', 'latency', 'outage']) {
  if (!/^[1-9]\d{0,2}$/.test(values[name])) {
    console.error(`--${name} must be an integer from 1 to 999`);
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
  await runTool('jest', ['--selectProjects', 'integration', '--', 'integration/site/bad-days'], {
    env: {
      TEST_DB: 'postgres',
      FAULTS_KILLS: values.kills,
      FAULTS_LATENCY_MS: values.latency,
      FAULTS_OUTAGE_SECONDS: values.outage,
    },
  });
} catch {
  process.exitCode = 1;
}
console.log(`Finished in ${formatDuration(performance.now() - started)}.`);
