import path from 'node:path';

import { type Admin, createFirstAdmin, createTokenSource } from './admins';
import { createDatabase, type TestDatabase } from './database';
import { requester, type Requester } from './http';
import { randomSecrets } from './secrets';
import { startOnHost } from './server-host';
import { getFreePort, type ServerProcess } from './server-process';

export interface StartOptions {
  /** On top of what `testEnv` sets. */
  env?: Record<string, string>;
  /** The database of another server, to have two of them on it. It stays the other's to drop. */
  database?: TestDatabase;
  /** Starts with nothing in the database, as a new site does. */
  emptyDatabase?: boolean;
  /** Serves the admin panel too, which needs `strapi build`. */
  panel?: boolean;
}

export interface TestStrapi {
  url: string;
  database: TestDatabase;
  request: Requester;
  /** The super admin, made at the first call. Its token is good for all servers of the database. */
  createAdmin(): Promise<Admin>;
  adminToken(): Promise<string>;
  /** The environment that the server runs with, for commands on its database. */
  env(): Record<string, string>;
  /** Everything that the server wrote, over all its starts. */
  output(): string;
  /** Stops the server and starts it at the same address, with the changed environment. */
  restart(env?: Record<string, string>): Promise<void>;
  /** Ends the server as a crash would; `restart` brings it back. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** The same for every server of a test file, so that several servers accept each other's tokens. */
const secrets = randomSecrets();

const testEnv = {
  ...secrets,
  // As near to a real site as can be. Strapi's admin cookie is not marked `Secure` when the request
  // came by plain HTTP, so that the panel can be used here all the same.
  NODE_ENV: 'production',
  TZ: 'UTC',
  HOST: '127.0.0.1',
  STRAPI_TELEMETRY_DISABLED: 'true',
  // Not the developer's own .env.
  ENV_PATH: path.join(__dirname, 'no.env'),
  // Tests say with X-Forwarded-For where a request comes from.
  IS_PROXIED: 'true',
  UP_RATE_LIMIT: 'false',
};

/** Starts the built application in a process beside the test's. */
export const startStrapi = async (options: StartOptions = {}): Promise<TestStrapi> => {
  const database = options.database ?? (await createDatabase({ isEmpty: options.emptyDatabase }));
  const ownsDatabase = options.database === undefined;
  const port = await getFreePort();
  const url = `http://127.0.0.1:${port}`;
  const request = requester(url);

  const written: string[] = [];
  const output = () => written.join('');

  let env: Record<string, string> = {
    ...testEnv,
    ...database.env,
    PORT: String(port),
    TEST_SERVE_PANEL: String(options.panel ?? false),
    ...options.env,
  };

  const start = () => startOnHost({ env, onOutput: (text) => written.push(text), output });

  let server: ServerProcess;
  try {
    server = await start();
  } catch (error) {
    if (ownsDatabase) {
      await database.drop();
    }
    throw error;
  }

  let admin: Promise<Admin> | undefined;
  const createAdmin = () => {
    admin ??= createFirstAdmin(request);
    return admin;
  };

  return {
    url,
    database,
    request,
    createAdmin,
    adminToken: createTokenSource(request, createAdmin),
    env: () => ({ ...env }),
    output,
    async restart(changes = {}) {
      await server.stop();
      env = { ...env, ...changes };
      server = await start();
    },
    kill: () => server.kill(),
    async stop() {
      await server.stop();
      if (ownsDatabase) {
        await database.drop();
      }
    },
  };
};
