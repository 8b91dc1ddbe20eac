import { spawn } from 'node:child_process';
import path from 'node:path';

import { quietEnv } from './env.mjs';
import { root } from './paths.mjs';

/** Runs a command with its output shown; fails when the command fails. */
export const run = (command, args, { env = {}, cwd = root } = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      stdio: 'inherit',
      env: { ...process.env, ...quietEnv, ...env },
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ${args.join(' ')} ended with ${signal ?? code}`));
    });
  });

/** Runs a tool of node_modules, such as `tsc`. */
export const runTool = (tool, args = [], options = {}) =>
  run(path.join(root, 'node_modules', '.bin', tool), args, options);

export const formatDuration = (ms) => {
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
};
