/**
 * `npm test`: installs, builds and runs all checks and tests. The last line is the total.
 *
 *   npm test                              runs everything
 *   npm test -- --only=unit,sqlite        parts: checks, unit, sqlite, postgres, mariadb, browser, package
 *   npm test -- --only=sqlite --no-build  uses the previous build
 *   npm test -- --only=unit user-agent    runs only the test files whose path matches
 *   npm test -- --only=mariadb            runs all integration tests there; with several databases, each runs
 *                                         those whose outcome depends on it (lib/integration-files.mjs)
 *
 * `npm run test:quick` is for the inner loop: type checks, lint of changed files, unit tests, and a few integration
 * tests on SQLite, or those whose path matches.
 */
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { changedFiles } from './lib/changed-files.mjs';
import { ensureChromium } from './lib/chromium.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { filesLeftOut } from './lib/integration-files.mjs';
import { ensureMariadb } from './lib/mariadb.mjs';
import { root, scratchDir } from './lib/paths.mjs';
import { formatDuration, run, runTool } from './lib/run.mjs';
import { Steps } from './lib/steps.mjs';

const DATABASES = ['sqlite', 'postgres', 'mariadb'];
const PARTS = ['checks', 'unit', ...DATABASES, 'browser', 'package'];

const { values, positionals: patterns } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', default: PARTS.join(',') },
    'no-build': { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
  },
});

/** Of `--quick`: sign-up, login, the tables, the list, sessions, the log and connections. */
const QUICK_FILES = [
  'connections/connections.test',
  'events/log-follow',
  'sessions/device-sessions',
  'site/health',
  'site/schema',
  'users/users-list',
].map((name) => `integration/${name}`);

const parts = new Set(values.quick ? ['checks', 'unit', 'sqlite'] : values.only.split(','));
const unknown = [...parts].filter((part) => !PARTS.includes(part));
if (unknown.length > 0) {
  console.error(`Unknown part in --only: ${unknown.join(', ')}. Parts: ${PARTS.join(', ')}`);
  process.exit(2);
}
const wants = (...names) => names.some((name) => parts.has(name));

const resultsDir = path.join(scratchDir, 'test-results');
const started = performance.now();
const steps = new Steps();
const counts = { passed: 0, failed: 0 };

/** A larger young generation: the servers under test collect garbage less often. */
const NODE_OPTIONS = '--max-semi-space-size=64';

/** Screenshots are for those who change a page and run its tests. */
const SCREENSHOTS = { TEST_SCREENSHOTS: String(patterns.length > 0) };

/** Runs one Jest project and adds its results to `counts`. */
const jest = async (
  project,
  name,
  { env = {}, buffer = false, args = [], only = patterns } = {}
) => {
  const outputFile = path.join(resultsDir, `${name}.json`);
  fs.rmSync(outputFile, { force: true });

  let failure;
  try {
    await runTool(
      'jest',
      [
        '--selectProjects',
        project,
        '--json',
        '--outputFile',
        outputFile,
        ...args,
        // A pattern does not have to match in every part. Without one, a part without tests is an error.
        ...(only.length > 0 ? ['--passWithNoTests', ...only] : []),
      ],
      { env: { NODE_OPTIONS, ...env }, buffer }
    );
  } catch (error) {
    failure = error;
  }

  let failed = 0;
  if (fs.existsSync(outputFile)) {
    const report = JSON.parse(fs.readFileSync(outputFile, 'utf8'));
    counts.passed += report.numPassedTests;
    // A file that fails to load reports no failed test.
    failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  }
  // Jest can fail outside a test, e.g. in its setup.
  if (failure && failed === 0) {
    failed = 1;
  }
  counts.failed += failed;

  if (failure) {
    throw failure;
  }
};

/** A step without tests. If it fails, it counts as one failure. */
const check = (title, work, options) => [
  title,
  async () => {
    try {
      await work();
    } catch (error) {
      counts.failed += 1;
      throw error;
    }
  },
  options,
];

const finish = () => {
  steps.printTimes();
  console.log(`Total time: ${formatDuration(performance.now() - started)}`);

  const skipped = steps.results.filter(({ state }) => state === 'skipped');
  if (skipped.length > 0) {
    console.log(`Skipped: ${skipped.map(({ title }) => title).join(', ')}`);
  }
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  process.exitCode = counts.failed > 0 ? 1 : 0;
};

const INSTALL = 'Install packages';
const PLUGIN = 'Build plugin';
const APP = 'Build application';
const BROWSER = 'Find or install Chromium';
const MARIADB = 'Find or install MariaDB';

/** Chosen for small CI machines. */
const CORES = 2;

const buffered = { buffer: true };

const buildApp = () =>
  wants('browser')
    ? runTool('strapi', ['build'], { env: { NODE_ENV: 'production' }, ...buffered })
    : // Skips the panel, which takes most of the time.
      runTool('tsc', ['-p', 'tsconfig.json'], buffered);

/** Later runs check only what has changed. */
const checkTypes = (what, project) =>
  check(`Check types: ${what}`, () => {
    const info = path.join(scratchDir, 'types', `${what.replaceAll(' ', '-')}.tsbuildinfo`);
    const args = ['--noEmit', '--incremental', '--tsBuildInfoFile', info, '-p', project];
    return runTool('tsc', args, buffered);
  });

/** What is published must also compile with the TypeScript version of its build. */
const typeChecks = () => [
  check('Check types and promises', () => runTool('oxlint', [], buffered)),
  checkTypes('plugin server', 'plugins/user-profile/server/tsconfig.json'),
  checkTypes('plugin panel', 'plugins/user-profile/admin/tsconfig.json'),
];

const checks = () => [
  // The longest, so it begins first. Together they are `npm run lint`.
  check('Lint', () => runTool('eslint', ['.'], buffered)),
  check('Check format', () =>
    runTool('prettier', ['--check', '--log-level', 'warn', '.'], buffered)
  ),
  ...typeChecks(),
  check('Build documentation', () => runTool('vitepress', ['build', 'docs'], buffered)),
  check('Check licences', () => run('node', ['scripts/check-licences.mjs'], buffered)),
];

const lintChanges = async () => {
  const files = changedFiles();
  const code = files.filter((file) => /\.([cm]?js|tsx?)$/.test(file));
  if (code.length > 0) {
    await runTool('eslint', ['--no-warn-ignored', ...code], buffered);
  }
  await runTool(
    'prettier',
    ['--check', '--ignore-unknown', '--log-level', 'warn', ...files],
    buffered
  );
};

const quickChecks = () => [check('Lint changed files', lintChanges), ...typeChecks()];

const main = async () => {
  fs.mkdirSync(resultsDir, { recursive: true });

  await steps.step(...check(INSTALL, ensureInstalled));
  if (steps.stateOf(INSTALL) === 'failed') {
    return;
  }

  const builds = !values['no-build'];
  const plugin = builds ? [PLUGIN] : [];
  const app = builds ? [PLUGIN, APP] : [];

  // apt-get runs once at a time, and they install with it.
  if (wants('browser', 'package')) {
    await steps.step(...check(BROWSER, ensureChromium));
  }
  if (wants('mariadb')) {
    await steps.step(...check(MARIADB, ensureMariadb));
  }
  // The patterns of a quick run are about integration tests.
  const ofUnit = values.quick ? { ...buffered, only: [] } : buffered;
  await steps.parallel(
    [
      ...(builds && wants('checks', ...DATABASES, 'browser', 'package')
        ? [check(PLUGIN, () => run('npm', ['run', 'build:plugin'], buffered))]
        : []),
      // The only tests that need no build.
      ...(wants('unit') ? [['Unit tests', () => jest('unit', 'unit', ofUnit)]] : []),
    ],
    CORES
  );

  // Waits for downloads and for single processes, so the steps below can use both cores.
  const packageTest = wants('package')
    ? steps.step('Package test', () => jest('package', 'package', buffered), {
        needs: [...plugin, BROWSER],
      })
    : null;
  await steps.parallel(
    [
      ...(builds && wants('browser', ...DATABASES)
        ? [check(APP, buildApp, { needs: plugin })]
        : []),
      ...(wants('checks') ? (values.quick ? quickChecks() : checks()) : []),
    ],
    CORES
  );

  const integration = values.quick && patterns.length === 0 ? QUICK_FILES : patterns;
  const databases = DATABASES.filter((database) => wants(database));
  for (const database of databases) {
    const leftOut = databases.length > 1 && patterns.length === 0 ? filesLeftOut(database) : [];
    const args = leftOut.length > 0 ? ['--testPathIgnorePatterns', ...leftOut] : [];
    await steps.step(
      `Integration tests (${database})`,
      () => jest('integration', database, { env: { TEST_DB: database }, args, only: integration }),
      { needs: database === 'mariadb' ? [...app, MARIADB] : app }
    );
  }

  if (wants('browser')) {
    await steps.step('Browser tests', () => jest('browser', 'browser', { env: SCREENSHOTS }), {
      needs: [...app, BROWSER],
    });
  }
  await packageTest;
};

process.chdir(root);
await main();
finish();
