import path from 'node:path';

import { type Admin, createFirstAdmin, createTokenSource } from './admins';
import { createDatabase } from './create-database';
import type { TestDatabase } from './database';
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
  const written: string[] = [];
  const output = () => written.join('');

  let env: Record<string, string> = {
    ...testEnv,
    ...database.env,
    TEST_SERVE_PANEL: String(options.panel ?? false),
    ...options.env,
  };

  const start = () => startOnHost({ env, onOutput: (text) => written.push(text), output });

  /** Another process can take the port after it was found free: then the next one serves. */
  const startOnFreePort = async (attempts = 3): Promise<ServerProcess> => {
    env = { ...env, PORT: String(await getFreePort()) };
    try {
      return await start();
    } catch (error) {
      if (attempts > 1 && output().includes(`The port ${env.PORT} is already used`)) {
        return startOnFreePort(attempts - 1);
      }
      throw error;
    }
  };

  let server: ServerProcess;
  try {
    server = await startOnFreePort();
  } catch (error) {
    if (ownsDatabase) {
      await database.drop();
    }
    throw error;
  }
  const url = `http://127.0.0.1:${env.PORT}`;
  const request = requester(url);

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
