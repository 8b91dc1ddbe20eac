import type { ChildProcess } from 'node:child_process';

export const STOP_TIMEOUT_MS = 15_000;

/** The variables that a child process needs. No others may influence a test. */
export const getInheritedEnv = () =>
  Object.fromEntries(
    ['PATH', 'HOME', 'TMPDIR', 'NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS']
      .map((name) => [name, process.env[name]])
      .filter(([, value]) => value !== undefined)
  ) as Record<string, string>;

export const hasExited = (child: ChildProcess) =>
  child.exitCode !== null || child.signalCode !== null;

export const waitForExit = (child: ChildProcess) =>
  hasExited(child)
    ? Promise.resolve()
    : new Promise<void>((resolve) => child.once('exit', () => resolve()));
