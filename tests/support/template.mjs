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

const postgresTemplate = async (serverUrl) => {
  const name = `template_${process.pid}`;
  const onServer = async (statement) => {
    const server = knex({ client: 'pg', connection: serverUrl, pool: { min: 0, max: 1 } });
    await server.raw(statement).finally(() => server.destroy());
  };
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  await onServer(`create database ${name}`);
  await firstStart({ DATABASE_CLIENT: 'postgres', DATABASE_URL: url.href });
  return { name, drop: () => onServer(`drop database if exists ${name} with (force)`) };
};

/** @returns {Promise<{ name: string, drop: () => unknown }>} the file or the database to copy */
export const makeTemplate = (client, postgresUrl) =>
  client === 'postgres' ? postgresTemplate(postgresUrl) : sqliteTemplate();
