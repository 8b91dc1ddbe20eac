import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import knex, { type Knex } from 'knex';

export type DatabaseClient = 'sqlite' | 'postgres';

/** The database of one test file. Several servers may share it. */
export interface TestDatabase {
  client: DatabaseClient;
  /** The environment that makes an application use this database. */
  env: Record<string, string>;
  /** Queries the database without Strapi. `?` marks a parameter. */
  query<Row = Record<string, unknown>>(sql: string, params?: Knex.RawBinding[]): Promise<Row[]>;
  drop(): Promise<void>;
}

const createSqlite = (template: string | undefined): TestDatabase => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'user-profile-sqlite-'));
  const filename = path.join(folder, 'data.db');
  if (template) {
    fs.copyFileSync(template, filename);
  }
  const connection = knex({
    client: 'better-sqlite3',
    connection: { filename },
    useNullAsDefault: true,
  });

  return {
    client: 'sqlite',
    env: { DATABASE_CLIENT: 'sqlite', DATABASE_FILENAME: filename },
    query: async <Row>(sql: string, params: Knex.RawBinding[] = []) =>
      (await connection.raw(sql, params)) as Row[],
    async drop() {
      await connection.destroy();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
};

const createPostgres = async (
  serverUrl: string,
  template: string | undefined
): Promise<TestDatabase> => {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const onServer = async (statement: string) => {
    const server = knex({ client: 'pg', connection: serverUrl, pool: { min: 0, max: 1 } });
    try {
      await server.raw(statement);
    } finally {
      await server.destroy();
    }
  };

  await onServer(`create database ${name}${template ? ` template ${template}` : ''}`);

  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const connection = knex({
    client: 'pg',
    connection: { connectionString: url.href, options: '-c timezone=UTC' },
    pool: { min: 0, max: 2 },
  });

  return {
    client: 'postgres',
    env: { DATABASE_CLIENT: 'postgres', DATABASE_URL: url.href },
    query: async <Row>(sql: string, params: Knex.RawBinding[] = []) =>
      (await connection.raw(sql, params)).rows as Row[],
    async drop() {
      await connection.destroy();
      await onServer(`drop database if exists ${name} with (force)`);
    },
  };
};

/** The database client of this run: `TEST_DB`, by default `sqlite`. */
export const databaseClient = (): DatabaseClient => {
  const client = process.env.TEST_DB ?? 'sqlite';
  if (client !== 'sqlite' && client !== 'postgres') {
    throw new Error(`TEST_DB is ${client}; it can be sqlite or postgres`);
  }
  return client;
};

/**
 * @param isEmpty creates an empty database instead of a copy of the one that Strapi leaves after
 * its first start
 */
export const createDatabase = async ({ isEmpty = false } = {}): Promise<TestDatabase> => {
  const template = isEmpty ? undefined : process.env.TEST_TEMPLATE;
  if (databaseClient() === 'sqlite') {
    return createSqlite(template);
  }

  const serverUrl = process.env.TEST_POSTGRES_URL;
  if (!serverUrl) {
    throw new Error('No PostgreSQL: the global set-up of Jest starts it');
  }
  return createPostgres(serverUrl, template);
};
