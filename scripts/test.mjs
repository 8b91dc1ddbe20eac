/**
 * `npm test`: from a fresh clone to one line that says how many tests passed and failed.
 *
 *   npm test                              everything
 *   npm test -- --only=unit,sqlite        parts: checks, unit, sqlite, postgres, browser, package
 *   npm test -- --only=sqlite --no-build  with what was built before
 *   npm test -- --only=unit user-agent    only test files whose path matches
 */
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { ensureChromium } from './lib/chromium.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { root, scratchDir } from './lib/paths.mjs';
import { formatDuration, run, runTool } from './lib/run.mjs';
import { Steps } from './lib/steps.mjs';

const PARTS = ['checks', 'unit', 'sqlite', 'postgres', 'browser', 'package'];

const { values, positionals: patterns } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', default: PARTS.join(',') },
    'no-build': { type: 'boolean', default: false },
  },
});

const parts = new Set(values.only.split(','));
const unknown = [...parts].filter((part) => !PARTS.includes(part));
if (unknown.length > 0) {
  console.error(`--only does not know ${unknown.join(', ')}; it knows ${PARTS.join(', ')}`);
  process.exit(2);
}
const wants = (...names) => names.some((name) => parts.has(name));

const resultsDir = path.join(scratchDir, 'test-results');
const started = performance.now();
const steps = new Steps();
const counts = { passed: 0, failed: 0 };

/** Room for what lives as long as a request: the servers under test look for garbage less often. */
const NODE_OPTIONS = '--max-semi-space-size=64';

/** Runs one Jest project and adds up what it counted. */
const jest = async (project, name, { env = {}, hold = false } = {}) => {
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
        // A pattern need not match in every part; without one, a part with no test is a mistake.
        ...(patterns.length > 0 ? ['--passWithNoTests', ...patterns] : []),
      ],
      { env: { NODE_OPTIONS, ...env }, hold }
    );
  } catch (error) {
    failure = error;
  }

  let failed = 0;
  if (fs.existsSync(outputFile)) {
    const report = JSON.parse(fs.readFileSync(outputFile, 'utf8'));
    counts.passed += report.numPassedTests;
    // A file that could not even be loaded holds no failed test.
    failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  }
  // Jest can fail for a reason that is no test's, such as its set-up.
  if (failure && failed === 0) {
    failed = 1;
  }
  counts.failed += failed;

  if (failure) {
    throw failure;
  }
};

/** A step that is no test: where it fails, it counts as one failure. */
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
  console.log(`total ${formatDuration(performance.now() - started)}`);

  const skipped = steps.results.filter(({ state }) => state === 'skipped');
  if (skipped.length > 0) {
    console.log(`not run: ${skipped.map(({ title }) => title).join(', ')}`);
  }
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  process.exitCode = counts.failed > 0 ? 1 : 0;
};

const INSTALL = 'Packages';
const PLUGIN = 'Build of the plugin';
const APP = 'Build of the application';
const BROWSER = 'Chromium';

/** Of a small machine. */
const CORES = 2;

const held = { hold: true };

const buildOfApp = () =>
  wants('browser')
    ? runTool('strapi', ['build'], { env: { NODE_ENV: 'production' }, ...held })
    : // Without the panel, which takes most of the time.
      runTool('tsc', ['-p', 'tsconfig.json'], held);

const typesOf = (what, project) =>
  check(`Types of ${what}`, () => runTool('tsc', ['--noEmit', '-p', project], held));

const checks = () => [
  check('Lint', () => run('npm', ['run', 'lint'], held)),
  typesOf('the application', 'tsconfig.json'),
  typesOf("the application's panel", 'src/admin/tsconfig.json'),
  typesOf("the plugin's server", 'plugins/user-profile/server/tsconfig.json'),
  typesOf("the plugin's panel", 'plugins/user-profile/admin/tsconfig.json'),
  typesOf('the tests', 'tests/tsconfig.json'),
  check('Licences', () => run('node', ['scripts/check-licences.mjs'], held)),
];

const main = async () => {
  fs.mkdirSync(resultsDir, { recursive: true });

  await steps.step(...check(INSTALL, ensureInstalled));
  if (steps.stateOf(INSTALL) === 'failed') {
    return;
  }

  const builds = !values['no-build'];
  const plugin = builds ? [PLUGIN] : [];
  const app = builds ? [PLUGIN, APP] : [];

  if (builds && wants('checks', 'sqlite', 'postgres', 'browser', 'package')) {
    await steps.step(...check(PLUGIN, () => run('npm', ['run', 'build:plugin'])));
  }
  if (wants('browser', 'package')) {
    await steps.step(...check(BROWSER, ensureChromium));
  }

  // It mostly installs and builds, which keeps one core busy: the other one goes on.
  const packageTest = wants('package')
    ? steps.step('Package test', () => jest('package', 'package', held), {
        needs: [...plugin, BROWSER],
      })
    : null;
  await steps.together(
    [
      ...(builds && wants('browser', 'sqlite', 'postgres')
        ? [check(APP, buildOfApp, { needs: plugin })]
        : []),
      ...(wants('checks') ? checks() : []),
      ...(wants('unit') ? [['Unit tests', () => jest('unit', 'unit', held)]] : []),
    ],
    packageTest ? CORES - 1 : CORES
  );

  for (const database of ['sqlite', 'postgres']) {
    if (!wants(database)) {
      continue;
    }
    await steps.step(
      `Integration tests, ${database}`,
      () => jest('integration', database, { env: { TEST_DB: database } }),
      { needs: app }
    );
  }

  if (wants('browser')) {
    await steps.step('Browser tests', () => jest('browser', 'browser'), {
      needs: [...app, BROWSER],
    });
  }
  await packageTest;
};

process.chdir(root);
await main();
finish();
