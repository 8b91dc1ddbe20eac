import { type ChildProcessByStdio, spawn } from 'node:child_process';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';

import { getInheritedEnv, hasExited, STOP_TIMEOUT_MS, waitForExit } from './child-process';
import type { ServerProcess } from './server-process';

const SCRIPT = path.join(__dirname, 'serve-in-turn.cjs');
const START_TIMEOUT_MS = 90_000;

type Env = Record<string, string>;

/** Each server leaves some megabytes behind. */
const MAX_SERVED = 20;

/** A process that serves one server after the other (see `serve-in-turn.cjs`). */
interface Host {
  child: ChildProcessByStdio<Writable, Readable, Readable>;
  served: number;
}

declare global {
  /** Of `server-hosts.cjs`. */
  var serverHosts: { idle: Host[]; busy: Set<Host> } | undefined;
}

const newHost = (served = 0): Host => {
  const child = spawn(process.execPath, [SCRIPT], {
    // Packages look at it when they are loaded.
    env: { ...getInheritedEnv(), NODE_ENV: 'production' },
    stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
  }) as Host['child'];
  child.stdout.setEncoding('utf8');
  child.stderr.setEncoding('utf8');
  // Its end is noticed by other means.
  child.stdin.on('error', () => undefined);
  // One that waits for work is no reason to go on.
  child.unref();
  for (const stream of [child.stdin, child.stdout, child.stderr, child.channel]) {
    unref(stream);
  }
  return { child, served };
};

const unref = (handle: unknown): void => (handle as { unref?(): void } | undefined)?.unref?.();

/** The variable that gives a server a process to itself. */
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
  if (idle?.length === 0 && host.served < MAX_SERVED) {
    idle.push(host);
  } else {
    await kill(host);
  }
};

const kill = async ({ child }: Host): Promise<void> => {
  child.kill('SIGKILL');
  await waitForExit(child);
};

/** @returns whether it said so, rather than ended or took too long */
const waitForMessage = (
  child: Host['child'],
  expected: string,
  timeoutMs: number
): Promise<boolean> =>
  new Promise((resolve) => {
    const timeout = setTimeout(() => finish(false), timeoutMs);
    // What it wrote before that is read first: it comes by another pipe.
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
  answer: string,
  timeoutMs: number
): Promise<boolean> => {
  const isConfirmed = waitForMessage(child, answer, timeoutMs);
  child.stdin.write(`${JSON.stringify(command)}\n`);
  return isConfirmed;
};

export interface HostedServer {
  env: Env;
  onOutput(text: string): void;
  /** For the message of a start that fails. */
  output(): string;
}

/**
 * Starts the application in a process that may have served another server before.
 *
 * @throws Error with what the server wrote, where it does not start
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
