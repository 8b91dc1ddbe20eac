import path from 'node:path';

import type { Core } from '@strapi/strapi';

type Env = Core.Config.Shared.ConfigParams['env'];

/** The TLS settings of the database connection, or false. */
const ssl = (env: Env) =>
  env.bool('DATABASE_SSL', false) && {
    key: env('DATABASE_SSL_KEY', undefined),
    cert: env('DATABASE_SSL_CERT', undefined),
    ca: env('DATABASE_SSL_CA', undefined),
    rejectUnauthorized: env.bool('DATABASE_SSL_REJECT_UNAUTHORIZED', true),
  };

const pool = (env: Env) => ({
  min: env.int('DATABASE_POOL_MIN', 2),
  max: env.int('DATABASE_POOL_MAX', 10),
});

const connections = {
  sqlite: (env: Env) => ({
    connection: {
      // Relative to the folder of the application: the compiled configuration is in dist/config.
      filename: path.resolve(__dirname, '..', '..', env('DATABASE_FILENAME', '.tmp/data.db')),
    },
    useNullAsDefault: true,
  }),
  postgres: (env: Env) => ({
    connection: {
      connectionString: env('DATABASE_URL'),
      host: env('DATABASE_HOST', '127.0.0.1'),
      port: env.int('DATABASE_PORT', 5432),
      database: env('DATABASE_NAME', 'strapi'),
      user: env('DATABASE_USERNAME', 'strapi'),
      password: env('DATABASE_PASSWORD', 'strapi'),
      schema: env('DATABASE_SCHEMA', 'public'),
      ssl: ssl(env),
    },
    pool: pool(env),
  }),
  mysql: (env: Env) => ({
    connection: {
      // mysql2 prefers the other settings to those of a URL.
      ...(env('DATABASE_URL')
        ? { uri: env('DATABASE_URL') }
        : {
            host: env('DATABASE_HOST', '127.0.0.1'),
            port: env.int('DATABASE_PORT', 3306),
            database: env('DATABASE_NAME', 'strapi'),
            user: env('DATABASE_USERNAME', 'strapi'),
            password: env('DATABASE_PASSWORD', 'strapi'),
          }),
      ssl: ssl(env),
    },
    pool: pool(env),
  }),
};

const database = ({ env }: Core.Config.Shared.ConfigParams): Core.Config.Database => {
  const client = env('DATABASE_CLIENT', 'sqlite');
  if (!Object.hasOwn(connections, client)) {
    throw new Error(
      `DATABASE_CLIENT must be one of ${Object.keys(connections).join(', ')}, but is "${client}"`
    );
  }

  const settings = connections[client as keyof typeof connections](env);

  return {
    connection: {
      client,
      ...settings,
      acquireConnectionTimeout: env.int('DATABASE_CONNECTION_TIMEOUT', 60000),
    },
  } as Core.Config.Database;
};

export default database;
