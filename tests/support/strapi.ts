import path from 'node:path';

import { type Admin, createFirstAdmin, createTokenSource } from './admins';
import { createDatabase, type TestDatabase } from './database';
import { requester, type Requester } from './http';
import { randomSecrets } from './secrets';
import { startOnHost } from './server-host';
import { getFreePort, type ServerProcess } from './server-process';

export interface StartOptions {
  /** Added to the environment of `testEnv`. */
  env?: Record<string, string>;
  /** Shares the database of another server, which remains responsible for dropping it. */
  database?: TestDatabase;
  /** Starts with an empty database, as a new site does. */
  emptyDatabase?: boolean;
  /** Also serves the admin panel, which requires `strapi build`. */
  panel?: boolean;
}

export interface TestStrapi {
  url: string;
  database: TestDatabase;
  request: Requester;
  /** The super admin, made at the first call. Its token is good for all servers of the database. */
  createAdmin(): Promise<Admin>;
  adminToken(): Promise<string>;
  /** The environment of the server, for commands that use its database. */
  env(): Record<string, string>;
  /** The output of the server over all its starts. */
  output(): string;
  /** Restarts the server at the same URL with the changed environment. */
  restart(env?: Record<string, string>): Promise<void>;
  /** Kills the server, as a crash would. `restart` starts it again. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** Shared by all servers of a test file, so they accept each other's tokens. */
const secrets = randomSecrets();

const testEnv = {
  ...secrets,
  // As close to a real site as possible. Strapi does not mark its admin cookie as `Secure` for requests
  // over plain HTTP, so the panel works here too.
  NODE_ENV: 'production',
  TZ: 'UTC',
  HOST: '127.0.0.1',
  STRAPI_TELEMETRY_DISABLED: 'true',
  // Ignores the .env file of the developer.
  ENV_PATH: path.join(__dirname, 'no.env'),
  // Tests set the IP address of a request with X-Forwarded-For.
  IS_PROXIED: 'true',
  UP_RATE_LIMIT: 'false',
};

/** Starts the built application in another process. */
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
