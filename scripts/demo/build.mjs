import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

import { pluginDir, root } from '../lib/paths.mjs';
import { formatDuration } from '../lib/run.mjs';
import { DemoError } from './errors.mjs';
import { buildLogFile, buildStampFile } from './files.mjs';
import { tailOf } from './log.mjs';

const SOURCES = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'config',
  'src',
  ...['package.json', 'admin', 'server', 'shared'].map((name) => path.join(pluginDir, name)),
];

/** The files that identify a build: each refers to its chunks by content hash. */
const RESULTS = [
  'dist/config',
  'dist/src',
  'dist/build/index.html',
  ...['dist/server/index.js', 'dist/admin/index.mjs'].map((name) => path.join(pluginDir, name)),
];

const filesIn = (entry) => {
  const full = path.resolve(root, entry);
  if (!fs.existsSync(full)) {
    return [];
  }
  if (fs.statSync(full).isFile()) {
    return [full];
  }
  return fs
    .readdirSync(full, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => path.join(file.parentPath ?? file.path, file.name))
    .sort();
};

const hashOf = (entries) => {
  const hash = createHash('sha256');
  for (const file of entries.flatMap(filesIn)) {
    hash
      .update(`${path.relative(root, file)}\0`)
      .update(fs.readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
};

const readStamp = () => {
  try {
    return JSON.parse(fs.readFileSync(buildStampFile, 'utf8'));
  } catch {
    return {};
  }
};

/** Also compares the results: another build, e.g. for the tests, can have replaced them. */
const isBuilt = (sources) => {
  const stamp = readStamp();
  return stamp.sources === sources && stamp.results === hashOf(RESULTS);
};

/** The npm that runs this script: `npm` is not an executable on every platform. */
const npm = () =>
  process.env.npm_execpath?.endsWith('.js')
    ? [process.execPath, process.env.npm_execpath]
    : ['npm'];

const STEPS = [
  { title: 'plugin', command: () => [...npm(), 'run', 'build:plugin'] },
  {
    title: 'admin panel (about a minute)',
    command: () => [
      process.execPath,
      path.join(root, 'node_modules', '@strapi', 'strapi', 'bin', 'strapi.js'),
      'build',
    ],
  },
];

const runLogged = ([command, ...args], env) =>
  new Promise((resolve, reject) => {
    const verbose = process.env.DEMO_VERBOSE === 'true';
    const log = fs.openSync(buildLogFile, 'a');
    const child = spawn(command, args, {
      cwd: root,
      stdio: verbose ? 'inherit' : ['ignore', log, log],
      env: { ...process.env, ...env },
    });
    fs.closeSync(log);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (code === 0) {
        resolve();
      } else {
        reject(new Error(signal ?? `exit code ${code}`));
      }
    });
  });

const build = async ({ title, command }, env) => {
  const start = performance.now();
  console.log(`Building the ${title} ...`);
  try {
    await runLogged(command(), env);
  } catch (error) {
    throw new DemoError(
      `The build of the ${title.split(' (')[0]} failed (${error.message}).\n\n${tailOf(buildLogFile)}\n\nFull log: ${buildLogFile}`
    );
  }
  console.log(`Done in ${formatDuration(performance.now() - start)}`);
};

/** Builds plugin and panel, unless the existing build is from the current sources. */
export const ensureBuilt = async (env) => {
  const sources = hashOf(SOURCES);
  if (isBuilt(sources)) {
    return;
  }
  fs.rmSync(buildStampFile, { force: true });
  fs.rmSync(buildLogFile, { force: true });
  for (const step of STEPS) {
    await build(step, env);
  }
  fs.writeFileSync(buildStampFile, JSON.stringify({ sources, results: hashOf(RESULTS) }));
};
