/**
 * A database as Strapi leaves it after its first start. Test files get a copy, because creating the
 * tables takes longer than copying them.
 */
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import knex from 'knex';

import { quietEnv, randomSecrets } from '../../scripts/lib/env.mjs';

const START_TIMEOUT_MS = 90_000;
const folderOf = fileURLToPath(new URL('.', import.meta.url));

const firstStart = (env) =>
  promisify(execFile)(process.execPath, [path.join(folderOf, 'first-start.cjs')], {
    timeout: START_TIMEOUT_MS,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      ...quietEnv,
      ...randomSecrets(),
      NODE_ENV: 'production',
      ENV_PATH: path.join(folderOf, 'no.env'),
      ...env,
    },
  });

const sqliteTemplate = async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'user-profile-template-'));
  const filename = path.join(folder, 'data.db');
  await firstStart({ DATABASE_CLIENT: 'sqlite', DATABASE_FILENAME: filename });
  return { name: filename, drop: () => fs.rmSync(folder, { recursive: true, force: true }) };
};

/** The URL of a database on a server. */
const databaseUrl = (serverUrl, name) => {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
};

const postgresTemplate = async (serverUrl) => {
  const name = `template_${process.pid}`;
  const onServer = async (statement) => {
    const server = knex({ client: 'pg', connection: serverUrl, pool: { min: 0, max: 1 } });
    await server.raw(statement).finally(() => server.destroy());
  };
  await onServer(`create database ${name}`);
  await firstStart({ DATABASE_CLIENT: 'postgres', DATABASE_URL: databaseUrl(serverUrl, name) });
  return { name, drop: () => onServer(`drop database if exists ${name} with (force)`) };
};

/** MariaDB copies no databases: a script creates the tables in an empty database and copies the rows. */
const copyScript = async (server, name) => {
  const [tables] = await server.raw(
    'select table_name as name from information_schema.tables where table_schema = ?',
    [name]
  );
  const statements = ['set foreign_key_checks = 0'];
  for (const table of tables) {
    const [[row]] = await server.raw('show create table ??.??', [name, table.name]);
    const copied = `\`${table.name}\``;
    statements.push(
      row['Create Table'],
      `insert into ${copied} select * from \`${name}\`.${copied}`
    );
  }
  return [...statements, 'set foreign_key_checks = 1'].join(';\n');
};

const mariadbTemplate = async (serverUrl) => {
  const name = `template_${process.pid}`;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'user-profile-template-'));
  const script = path.join(folder, 'copy.sql');
  const server = knex({ client: 'mysql2', connection: serverUrl, pool: { min: 0, max: 1 } });
  await server.raw('create database ??', [name]);
  await firstStart({ DATABASE_CLIENT: 'mysql', DATABASE_URL: databaseUrl(serverUrl, name) });
  fs.writeFileSync(script, await copyScript(server, name));
  return {
    name: script,
    drop: async () => {
      fs.rmSync(folder, { recursive: true, force: true });
      await server.raw('drop database if exists ??', [name]);
      await server.destroy();
    },
  };
};

const TEMPLATES = { sqlite: sqliteTemplate, postgres: postgresTemplate, mariadb: mariadbTemplate };

/**
 * @returns {Promise<{ name: string, drop: () => unknown }>} the database to copy, its file, or the script that copies
 * it
 */
export const makeTemplate = (client, serverUrl) => TEMPLATES[client](serverUrl);
