import { spawn } from 'node:child_process';
import path from 'node:path';

import { quietEnv } from './env.mjs';
import { root } from './paths.mjs';

/**
 * Runs a command and shows its output.
 *
 * @param options.buffer shows the output at the end, so parallel commands do not interleave theirs
 * @throws Error if the command fails
 */
export const run = (command, args, { env = {}, cwd = root, buffer = false } = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      stdio: buffer ? ['inherit', 'pipe', 'pipe'] : 'inherit',
      env: { ...process.env, ...quietEnv, ...env },
    });
    const output = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => output.push(chunk));
    }
    child.once('error', reject);
    child.once('close', (code, signal) => {
      process.stdout.write(Buffer.concat(output));
      if (code === 0) {
        resolve();
      } else {
        reject(new Error(`${command} ${args.join(' ')} failed (${signal ?? `exit code ${code}`})`));
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
