import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import Database from 'better-sqlite3';
import pg from 'pg';

import { startPostgres } from '../../tests/support/postgres.mjs';
import { atEnd } from './cleanup.mjs';

/** As a real server: commits wait for the disk. The memory is that of a small machine. */
const SETTINGS = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  shared_buffers: '512MB',
  max_wal_size: '4GB',
};

let cluster;

/** One PostgreSQL for the whole run. `BENCH_DATABASE_URL` names a running one instead. */
const serverUrl = async () => {
  if (process.env.BENCH_DATABASE_URL) {
    return process.env.BENCH_DATABASE_URL;
  }
  if (!cluster) {
    cluster = startPostgres(SETTINGS);
    // Even if the run is interrupted while it starts.
    atEnd(() => cluster.then(({ stop }) => stop()));
  }
  return (await cluster).url;
};

const onServer = async (url, statement) => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(statement).finally(() => client.end());
  return rows;
};

export const postgresVersion = async () => {
  const [{ server_version: version }] = await onServer(await serverUrl(), 'show server_version');
  return version.split(' ')[0];
};

/** @param template the name of a database to copy */
export const createPostgresDatabase = async (name, template) => {
  const server = await serverUrl();
  const database = `bench_${name}_${process.pid}`;
  const url = new URL(server);
  url.pathname = `/${database}`;
  await onServer(
    server,
    `create database ${database} ${template ? `template ${template} strategy file_copy` : ''}`
  );
  if (process.env.BENCH_DATABASE_URL) {
    // The folder of an own cluster is removed with everything in it.
    atEnd(() => onServer(server, `drop database if exists ${database} with (force)`));
  }
  return {
    client: 'postgres',
    name: database,
    url: url.href,
    env: { DATABASE_CLIENT: 'postgres', DATABASE_URL: url.href },
  };
};

export const createSqliteDatabase = (name) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `user-profile-bench-${name}-`));
  const filename = path.join(folder, 'data.db');
  atEnd(() => fs.rmSync(folder, { recursive: true, force: true }));
  return {
    client: 'sqlite',
    name,
    url: filename,
    env: { DATABASE_CLIENT: 'sqlite', DATABASE_FILENAME: filename },
  };
};

const openPostgres = async (url) => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return {
    client: 'postgres',
    query: async (sql, values) => (await client.query(sql, values)).rows,
    close: () => client.end(),
  };
};

const openSqlite = (filename) => {
  const database = new Database(filename, { timeout: 30_000 });
  database.pragma('synchronous = off');
  return {
    client: 'sqlite',
    native: database,
    query: async (sql, values = []) => {
      const statement = database.prepare(sql);
      return statement.reader ? statement.all(values) : (statement.run(values), []);
    },
    close: async () => database.close(),
  };
};

/**
 * A connection past Strapi.
 * @param url of PostgreSQL, or the file of SQLite
 */
export const connect = async (url) =>
  /^postgres(ql)?:/.test(url) ? openPostgres(url) : openSqlite(url);
