import { type ChildProcessByStdio, spawn } from 'node:child_process';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';

import { getInheritedEnv, hasExited, STOP_TIMEOUT_MS, waitForExit } from './child-process';
import type { ServerProcess } from './server-process';

const SCRIPT = path.join(__dirname, 'serve-in-turn.cjs');
const START_TIMEOUT_MS = 90_000;

type Env = Record<string, string>;

/** Limits the memory of a process: each server leaks a few megabytes. */
const MAX_SERVED = 60;

/** Tests of several instances run two. */
const MAX_IDLE = 2;

/** A process that runs one server after another (see `serve-in-turn.cjs`). */
interface Host {
  child: ChildProcessByStdio<Writable, Readable, Readable>;
  served: number;
}

declare global {
  /** Set by `server-hosts.cjs`. */
  var serverHosts: { idle: Host[]; busy: Set<Host> } | undefined;
}

const newHost = (served = 0): Host => {
  const child = spawn(process.execPath, [SCRIPT], {
    // Packages read NODE_ENV when they are loaded.
    env: { ...getInheritedEnv(), NODE_ENV: 'production' },
    stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
  }) as Host['child'];
  child.stdout.setEncoding('utf8');
  child.stderr.setEncoding('utf8');
  // The `close` event reports the exit of the process.
  child.stdin.on('error', () => undefined);
  // An idle process must not keep this one alive.
  child.unref();
  for (const stream of [child.stdin, child.stdout, child.stderr, child.channel]) {
    unref(stream);
  }
  return { child, served };
};

const unref = (handle: unknown): void => (handle as { unref?(): void } | undefined)?.unref?.();

/** The variable that gives a server a separate process. */
export const OWN_PROCESS = 'TEST_OWN_PROCESS';

const idleHost = (): Host | undefined => {
  const { idle = [] } = globalThis.serverHosts ?? {};
  let host = idle.pop();
  while (host && hasExited(host.child)) {
    host = idle.pop();
  }
  return host;
};

const takeHost = (env: Env): Host => {
  const host = OWN_PROCESS in env ? newHost(MAX_SERVED) : (idleHost() ?? newHost());
  host.served += 1;
  globalThis.serverHosts?.busy.add(host);
  return host;
};

const releaseHost = async (host: Host): Promise<void> => {
  const { idle, busy } = globalThis.serverHosts ?? {};
  busy?.delete(host);
  if (idle && idle.length < MAX_IDLE && host.served < MAX_SERVED) {
    idle.push(host);
  } else {
    await kill(host);
  }
};

const kill = async ({ child }: Host): Promise<void> => {
  child.kill('SIGKILL');
  await waitForExit(child);
};

/** @returns false if the process exited or the time ran out before it sent the word */
const waitForMessage = (
  child: Host['child'],
  expected: string,
  timeoutMs: number
): Promise<boolean> =>
  new Promise((resolve) => {
    const timeout = setTimeout(() => finish(false), timeoutMs);
    // Lets pending output be read first, because it arrives through another pipe.
    const onMessage = (message: unknown) => message === expected && setImmediate(finish, true);
    const end = () => finish(false);
    const finish = (result: boolean) => {
      clearTimeout(timeout);
      child.off('message', onMessage).off('close', end);
      resolve(result);
    };
    child.on('message', onMessage).on('close', end);
    if (hasExited(child)) {
      finish(false);
    }
  });

const sendCommand = async (
  { child }: Host,
  command: object,
  response: string,
  timeoutMs: number
): Promise<boolean> => {
  const isConfirmed = waitForMessage(child, response, timeoutMs);
  child.stdin.write(`${JSON.stringify(command)}\n`);
  return isConfirmed;
};

export interface HostedServer {
  env: Env;
  onOutput(text: string): void;
  /** For the error message of a failed start. */
  output(): string;
}

/**
 * Starts the application in a process that may have served another server before.
 *
 * @throws Error with the output of the server if it does not start
 */
export const startOnHost = async ({
  env,
  onOutput,
  output,
}: HostedServer): Promise<ServerProcess> => {
  const host = takeHost(env);
  const { child } = host;
  const streams = [child.stdout, child.stderr];
  const stopListening = () => streams.forEach((stream) => stream.off('data', onOutput));
  const end = async () => {
    await kill(host);
    stopListening();
    globalThis.serverHosts?.busy.delete(host);
  };

  streams.forEach((stream) => stream.on('data', onOutput));
  if (!(await sendCommand(host, { start: env }, 'started', START_TIMEOUT_MS))) {
    await end();
    throw new Error(`The server did not start:\n${output()}`);
  }

  return {
    kill: end,
    async stop() {
      if (hasExited(child)) {
        return end();
      }
      if (!(await sendCommand(host, { stop: true }, 'stopped', STOP_TIMEOUT_MS))) {
        return end();
      }
      stopListening();
      await releaseHost(host);
    },
  };
};
