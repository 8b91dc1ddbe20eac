import { type ChildProcess, spawn } from 'node:child_process';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { getInheritedEnv, hasExited, STOP_TIMEOUT_MS, waitForExit } from './child-process';

const START_TIMEOUT_MS = 90_000;
const POLL_MS = 100;

// Below every usual range of ephemeral ports (from 16,000 or 32,768): an outgoing connection could
// take a port there before the server listens. Each Jest worker has a block, because a server that
// restarts gives up its port for some seconds.
const FIRST_PORT = 10_000;
const PORTS_PER_BLOCK = 1_500;
const BLOCK_COUNT = 4;

/** Of no worker, because Jest counts them from 1 and runs three at most (jest.config.cjs). */
export const SPARE_PORT_BLOCK = 0;

const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/** @param block a range of ports that other workers and test runs do not use */
export const getFreePort = async (
  block = Number(process.env.JEST_WORKER_ID ?? 1) % BLOCK_COUNT
): Promise<number> => {
  for (;;) {
    const index = block * PORTS_PER_BLOCK + Math.floor(Math.random() * PORTS_PER_BLOCK);
    const port = FIRST_PORT + index;
    if (await isFree(port)) {
      return port;
    }
  }
};

export interface ServerProcess {
  /** Stops the server, after a timeout with SIGKILL. */
  stop(): Promise<void>;
  /** Kills the server, as a crash would. */
  kill(): Promise<void>;
}

export interface ServerProcessOptions {
  script: string;
  args?: string[];
  cwd?: string;
  env: Record<string, string>;
  /** Returns a success status once the server is ready. */
  healthUrl: string;
  onOutput(text: string): void;
  /** For the error message of a failed start. */
  output(): string;
}

const waitForHealth = async (child: ChildProcess, options: ServerProcessOptions) => {
  const deadline = Date.now() + START_TIMEOUT_MS;

  while (Date.now() < deadline) {
    if (hasExited(child)) {
      throw new Error(`The server ended at its start:\n${options.output()}`);
    }

    const isHealthy = await fetch(options.healthUrl).then(
      (response) => response.ok,
      () => false
    );
    if (isHealthy) {
      return;
    }
    await sleep(POLL_MS);
  }

  throw new Error(`The server is not ready after ${START_TIMEOUT_MS} ms:\n${options.output()}`);
};

export const startServerProcess = async (options: ServerProcessOptions): Promise<ServerProcess> => {
  const child = spawn(process.execPath, [options.script, ...(options.args ?? [])], {
    cwd: options.cwd ?? path.dirname(options.script),
    env: { ...getInheritedEnv(), ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', options.onOutput);
  }

  // In case the test ends without stopping the server.
  const killOnExit = () => child.kill('SIGKILL');
  process.once('exit', killOnExit);
  child.once('exit', () => process.removeListener('exit', killOnExit));

  const end = async (signal: NodeJS.Signals) => {
    if (hasExited(child)) {
      return;
    }
    child.kill(signal);
    const insist = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await waitForExit(child);
    clearTimeout(insist);
  };

  try {
    await waitForHealth(child, options);
  } catch (error) {
    await end('SIGKILL');
    throw error;
  }

  return {
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
};
