/**
 * `npm run bench`: measures the plugin beside the Content Manager, Users & Permissions alone, a bare server
 * and raw SQL, in one run. It needs `npm run build`. docs/performance.md explains the results.
 *
 *   npm run bench                              100,000 users and 500,000 events
 *   BENCH_SCALE=full npm run bench             a million users and ten million events
 *   BENCH_USERS=20000 npm run bench -- --only=list,search
 *   npm run bench -- --write                   writes the results into docs/performance.md
 */
import { formatDuration } from '../scripts/lib/run.mjs';
import { assertBuilt } from '../tests/support/built.mjs';
import { cleanUp, cleanUpOnSignals, isEnding } from './lib/cleanup.mjs';
import { writeDocument } from './lib/document.mjs';
import { describeRun } from './lib/machine.mjs';
import { createReport, summary } from './lib/report.mjs';
import { readSettings } from './lib/settings.mjs';
import { createSites } from './lib/sites.mjs';
import backfill from './parts/backfill.mjs';
import filters from './parts/filters.mjs';
import importUsers from './parts/import.mjs';
import jobs from './parts/jobs.mjs';
import list from './parts/list.mjs';
import login from './parts/login.mjs';
import panel from './parts/panel.mjs';
import parallel from './parts/parallel.mjs';
import search from './parts/search.mjs';
import sqlite from './parts/sqlite.mjs';
import user from './parts/user.mjs';

const PARTS = [
  list,
  search,
  filters,
  user,
  login,
  parallel,
  backfill,
  importUsers,
  jobs,
  sqlite,
  panel,
];

const main = async () => {
  const started = performance.now();
  assertBuilt();
  const settings = readSettings(PARTS.map(({ name }) => name));
  cleanUpOnSignals(settings.timeoutMs);

  const report = createReport();
  const context = { report, sites: createSites(settings), sizes: settings.sizes };
  for (const part of PARTS.filter(({ name }) => settings.parts.includes(name))) {
    console.log(`\n${part.title}`);
    report.startPart(part.name);
    await report.measure('the part', () => part.run(context));
    if (isEnding()) {
      return;
    }
  }
  const duration = formatDuration(performance.now() - started);
  const run = `${await describeRun(settings.sizes)} The run took ${duration}.`;
  console.log(`\n${run}\n${summary(report.rows)}`);
  if (settings.write) {
    const titles = Object.fromEntries(PARTS.map(({ name, title }) => [name, title]));
    writeDocument(report.rows, titles, run);
  }
};

try {
  await main();
} catch (error) {
  if (!isEnding()) {
    console.error(error.message);
  }
  process.exitCode = 1;
} finally {
  await cleanUp();
}
process.exit();
