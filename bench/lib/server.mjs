import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { quietEnv, randomSecrets } from '../../scripts/lib/env.mjs';
import { root } from '../../scripts/lib/paths.mjs';
import { freePort } from '../../tests/support/database-server.mjs';
import { atEnd } from './cleanup.mjs';
import { createClient } from './http.mjs';

const START_TIMEOUT_MS = 180_000;
const STOP_TIMEOUT_MS = 20_000;
const ADMIN_TOKEN_MS = 15 * 60_000;
export const NATIVE_BCRYPT = '@node-rs/bcrypt';
const ADMIN = { email: 'admin@example.com', password: 'Aa1-secret-secret' };

/** Shared by all servers, so a token is valid on each. */
const secrets = randomSecrets();

const environment = (port, database, env) => ({
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  ...quietEnv,
  ...secrets,
  NODE_ENV: 'production',
  HOST: '127.0.0.1',
  PORT: String(port),
  ENV_PATH: path.join(root, 'bench', 'no.env'),
  UP_RATE_LIMIT: 'false',
  // Requests that log in come from many IP addresses, as on a real site.
  IS_PROXIED: 'true',
  ...database.env,
  ...env,
});

const untilHealthy = async (child, client, output) => {
  for (const deadline = Date.now() + START_TIMEOUT_MS; Date.now() < deadline; await sleep(50)) {
    if (child.exitCode !== null) {
      break;
    }
    const isHealthy = await client.call('GET', '/_health', { expected: 204 }).then(
      () => true,
      () => false
    );
    if (isHealthy) {
      return;
    }
  }
  throw new Error(`The server did not start:\n${output().slice(-3000)}`);
};

const PRELOADED = ['probe.cjs', ...(process.env.BENCH_PROFILE ? ['profile.cjs'] : [])];

/** The token of the only admin, who is created at the first call. */
const createTokenSource = ({ call, json }) => {
  let current;
  return async () => {
    if (current && Date.now() - current.since < ADMIN_TOKEN_MS) {
      return current.token;
    }
    const registration = { firstname: 'Ada', lastname: 'Admin', ...ADMIN };
    const isNew = await call('POST', '/admin/register-admin', { body: registration }).then(
      () => true,
      () => false
    );
    const { data } = await json('POST', '/admin/login', { body: ADMIN });
    current = { token: data.token, since: Date.now(), isNew };
    return current.token;
  };
};

/**
 * Starts the built application in production mode on loopback.
 *
 * @param database `{ env }`, from `createDatabase`
 * @param options.plugin false starts it without the plugin
 * @param options.nativeBcrypt true lets it find `@node-rs/bcrypt`. The package is optional, and Users & Permissions
 *   alone never uses it, so by default both sides of a comparison hash with bcryptjs.
 */
export const startServer = async (
  database,
  { plugin = true, nativeBcrypt = false, env = {} } = {}
) => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(
    process.execPath,
    [
      ...PRELOADED.flatMap((file) => ['--require', path.join(root, 'bench', 'server', file)]),
      path.join(root, 'bench', 'server', 'serve.cjs'),
    ],
    {
      cwd: root,
      env: environment(port, database, {
        USER_PROFILE_ENABLED: String(plugin),
        ...(process.env.BENCH_PROFILE && { BENCH_PROFILE: process.env.BENCH_PROFILE }),
        ...(nativeBcrypt ? {} : { BENCH_HIDDEN_PACKAGE: NATIVE_BCRYPT }),
        ...env,
      }),
      stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
    }
  );
  let written = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      written = (written + text).slice(-200_000);
    });
  }

  const client = createClient(url);
  const stop = atEnd(async () => {
    client.close();
    if (child.exitCode !== null || child.signalCode !== null) {
      return;
    }
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const insist = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await ended;
    clearTimeout(insist);
  });

  const ask = async (message) => {
    child.send(message);
    const [reading] = await once(child, 'message');
    return reading;
  };

  await untilHealthy(child, client, () => written);
  return {
    url,
    ...client,
    admin: ADMIN,
    adminToken: createTokenSource(client),
    /** Starts a new measurement of stalls and memory. */
    resetProbe: () => ask('reset'),
    readProbe: () => ask('read'),
    /** Calls a method of a service of the plugin in the server. */
    runService: async (service, method, args = []) => (await ask({ service, method, args })).result,
    output: () => written,
    stop,
  };
};
