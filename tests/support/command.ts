import { type ChildProcess, execFile } from 'node:child_process';
import path from 'node:path';

import type { TestStrapi } from './strapi';

const ROOT = path.join(__dirname, '..', '..');
const BIN = path.join(ROOT, 'plugins', 'user-profile', 'dist', 'cli', 'index.js');
const TIMEOUT_MS = 120_000;

export interface CommandResult {
  code: number;
  stdout: string;
  stderr: string;
}

/**
 * Runs `strapi-user-profile` on the database of a server, in another process.
 *
 * @param onStart is called with the process, to send it a signal
 */
export const runCommand = (
  app: Pick<TestStrapi, 'env'>,
  args: string[],
  cwd = ROOT,
  onStart?: (child: ChildProcess) => void
): Promise<CommandResult> =>
  new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [BIN, ...args],
      {
        cwd,
        timeout: TIMEOUT_MS,
        maxBuffer: 64 * 1024 * 1024,
        env: { ...process.env, ...app.env() },
      },
      (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr })
    );
    onStart?.(child);
  });

/** The objects of a file with one JSON object per line. */
export const linesOf = <Line>(text: string): Line[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
