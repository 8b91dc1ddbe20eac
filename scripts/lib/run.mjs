import { spawn } from 'node:child_process';
import path from 'node:path';

import { quietEnv } from './env.mjs';
import { root } from './paths.mjs';

/**
 * Runs a command with its output shown; fails when the command fails.
 *
 * @param hold shows the output in one piece at the end, where several commands run at once
 */
export const run = (command, args, { env = {}, cwd = root, hold = false } = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      stdio: hold ? ['inherit', 'pipe', 'pipe'] : 'inherit',
      env: { ...process.env, ...quietEnv, ...env },
    });
    const held = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => held.push(chunk));
    }
    child.once('error', reject);
    child.once('close', (code, signal) => {
      process.stdout.write(Buffer.concat(held));
      if (code === 0) {
        resolve();
      } else {
        reject(new Error(`${command} ${args.join(' ')} ended with ${signal ?? code}`));
      }
    });
  });

/** Runs a tool of node_modules, such as `tsc`. */
export const runTool = (tool, args = [], options = {}) =>
  run(path.join(root, 'node_modules', '.bin', tool), args, options);

export const formatDuration = (ms) => {
  const seconds = ms / 1000;
  if (seconds < 60) {
    return `${seconds.toFixed(1)} s`;
  }
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
};
