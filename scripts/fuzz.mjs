/**
 * `npm run fuzz`: calls every route of the plugin with invalid input, as API token, user and anonymous
 * client, and exits when done. It starts a temporary site that listens on loopback only.
 *
 *   npm run fuzz                                   50,000 requests, SQLite, a random seed
 *   npm run fuzz -- --requests=5000 --seed=7       the same requests every time
 *   npm run fuzz -- --database=postgres
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

import { ensureInstalled } from './lib/install.mjs';
import { formatDuration, run, runTool } from './lib/run.mjs';

const DATABASES = ['sqlite', 'postgres'];

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '50000' },
    seed: { type: 'string', default: String(randomInt(2 ** 31 - 1)) },
    database: { type: 'string', default: 'sqlite' },
    'no-build': { type: 'boolean', default: false },
  },
});

const fail = (message) => {
  console.error(message);
  process.exit(2);
};
const MAX_SEED = 2 ** 31 - 1;
if (!/^[1-9]\d{0,6}$/.test(values.requests)) {
  fail('--requests must be an integer from 1 to 9999999');
}
if (!/^\d+$/.test(values.seed) || Number(values.seed) > MAX_SEED) {
  fail(`--seed must be an integer from 0 to ${MAX_SEED}`);
}
if (!DATABASES.includes(values.database)) {
  fail(`--database must be one of: ${DATABASES.join(', ')}`);
}

const { requests, seed, database } = values;

await ensureInstalled();
if (!values['no-build']) {
  await run('npm', ['run', 'build:plugin']);
  await runTool('tsc', ['-p', 'tsconfig.json']);
}

const started = performance.now();
console.log(`Sending ${requests} requests (seed ${seed}, ${database})`);
try {
  await runTool('jest', ['--selectProjects', 'integration', '--', 'integration/security/fuzz'], {
    env: { TEST_DB: database, FUZZ_REQUESTS: requests, FUZZ_SEED: seed },
  });
} catch {
  process.exitCode = 1;
}
console.log(`Finished in ${formatDuration(performance.now() - started)}. To repeat this run:`);
console.log(`npm run fuzz -- --requests=${requests} --seed=${seed} --database=${database}`);
