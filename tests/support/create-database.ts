import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import knex, { type Knex } from 'knex';

import { databaseClient, rowAccess, tableOf, type TestDatabase, UIDS } from './database';

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
    pool: {
      afterCreate(sqlite: { pragma(text: string): void }, done: (error: null) => void) {
        // The server holds the lock for longer on a slow machine than the default of 5 seconds.
        sqlite.pragma('busy_timeout = 30000');
        // Holds the lock as briefly as possible: a server may not wait for it.
        sqlite.pragma('synchronous = off');
        done(null);
      },
    },
  });

  const query = async <Row>(sql: string, params: Knex.RawBinding[] = []) =>
    (await connection.raw(sql, params)) as Row[];

  return {
    client: 'sqlite',
    env: { DATABASE_CLIENT: 'sqlite', DATABASE_FILENAME: filename },
    query,
    ...rowAccess(connection, 'sqlite', query),
    analyze: () => query('analyze').then(() => undefined),
    async drop() {
      await connection.destroy();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** A new name on a server, and statements that are run outside of that database. */
const nameOn = (client: 'pg' | 'mysql2', serverUrl: string) => {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    name,
    url: url.href,
    onServer: async (statement: string) => {
      const server = knex({ client, connection: serverUrl, pool: { min: 0, max: 1 } });
      try {
        await server.raw(statement);
      } finally {
        await server.destroy();
      }
    },
  };
};

const createPostgres = async (
  serverUrl: string,
  template: string | undefined
): Promise<TestDatabase> => {
  const { name, url, onServer } = nameOn('pg', serverUrl);
  await onServer(`create database ${name}${template ? ` template ${template}` : ''}`);

  const connection = knex({
    client: 'pg',
    connection: { connectionString: url, options: '-c timezone=UTC' },
    pool: { min: 0, max: 2 },
  });

  const query = async <Row>(sql: string, params: Knex.RawBinding[] = []) =>
    (await connection.raw(sql, params)).rows as Row[];

  return {
    client: 'postgres',
    env: { DATABASE_CLIENT: 'postgres', DATABASE_URL: url },
    query,
    ...rowAccess(connection, 'postgres', query),
    analyze: () => query('vacuum analyze').then(() => undefined),
    async drop() {
      await connection.destroy();
      await onServer(`drop database if exists ${name} with (force)`);
    },
  };
};

/** SQL that is written once for all databases: `||` joins texts, and queries may recurse as often as they like. */
const MARIADB_SESSION = `set sql_mode = concat(@@sql_mode, ',PIPES_AS_CONCAT'), max_recursive_iterations = 1000000`;

interface MysqlDriver {
  query(sql: string, done: (error: Error | null) => void): void;
}

const createMariadb = async (
  serverUrl: string,
  template: string | undefined
): Promise<TestDatabase> => {
  const { name, url, onServer } = nameOn('mysql2', serverUrl);
  await onServer(`create database ${name}`);

  const connection = knex({
    client: 'mysql2',
    connection: {
      uri: url,
      timezone: 'Z',
      multipleStatements: true,
    } as Knex.MySql2ConnectionConfig,
    pool: {
      min: 0,
      max: 2,
      afterCreate(driver: MysqlDriver, done: (error: Error | null, driver: MysqlDriver) => void) {
        driver.query(MARIADB_SESSION, (error) => done(error, driver));
      },
    },
  });
  if (template) {
    await connection.raw(fs.readFileSync(template, 'utf8'));
  }

  const query = async <Row>(sql: string, params: Knex.RawBinding[] = []) =>
    (await connection.raw(sql, params))[0] as Row[];

  return {
    client: 'mariadb',
    env: { DATABASE_CLIENT: 'mysql', DATABASE_URL: url },
    query,
    ...rowAccess(connection, 'mariadb', query),
    async analyze() {
      await query(`analyze table ${Object.values(UIDS).map(tableOf).join(', ')}`);
    },
    async drop() {
      await connection.destroy();
      await onServer(`drop database if exists ${name}`);
    },
  };
};

/**
 * @param isEmpty creates an empty database instead of a copy of the one that Strapi leaves after
 * its first start
 */
export const createDatabase = async ({ isEmpty = false } = {}): Promise<TestDatabase> => {
  const template = isEmpty ? undefined : process.env.TEST_TEMPLATE;
  const client = databaseClient();
  if (client === 'sqlite') {
    return createSqlite(template);
  }

  const serverUrl = process.env.TEST_SERVER_URL;
  if (!serverUrl) {
    throw new Error('No database server: the global set-up of Jest starts it');
  }
  return client === 'postgres'
    ? createPostgres(serverUrl, template)
    : createMariadb(serverUrl, template);
};
