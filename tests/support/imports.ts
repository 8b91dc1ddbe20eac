import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import type {
  ImportOptions,
  UserImport,
} from '../../plugins/user-profile/shared/contracts/imports';
import { runInServer } from './run-in-server';
import type { TestStrapi } from './strapi';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'imports-'));

/** Writes a file and returns its path. */
export const createFile = (content: string | Buffer, name = `${randomUUID()}.json`): string => {
  const file = path.join(folder, name);
  fs.writeFileSync(file, content);
  return file;
};

/** One JSON object per line, as Auth0 exports users. */
export const toNdjson = (records: object[]): string =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('');

type RunOptions = Partial<ImportOptions>;

/** Imports a file as server code does. */
export const tryImportFile = (app: TestStrapi, file: string, options: RunOptions = {}) =>
  runInServer(
    app,
    (strapi, given): Promise<UserImport> =>
      strapi.plugin('user-profile').service('user-import').runFile(given),
    { path: file, ...options }
  );

export const importFile = async (
  app: TestStrapi,
  file: string,
  options: RunOptions = {}
): Promise<UserImport> => {
  const { result, error } = await tryImportFile(app, file, options);
  if (!result) {
    throw new Error(`import: ${JSON.stringify(error)}`);
  }
  return result;
};

export const importRecords = (
  app: TestStrapi,
  records: object[],
  options: RunOptions = { connection: 'local' }
): Promise<UserImport> => importFile(app, createFile(toNdjson(records)), options);

/** The lines of the report. */
export const getImportErrors = async (
  app: TestStrapi,
  { id }: UserImport
): Promise<{ line: number; field: string | null; reason: string }[]> => {
  const { result } = await runInServer(
    app,
    async (strapi, key) => {
      const { stream } = await strapi
        .plugin('user-profile')
        .service('user-import')
        .errors(key, 'ndjson');
      let text = '';
      for await (const chunk of stream) {
        text += String(chunk);
      }
      return text;
    },
    id
  );
  return (result ?? '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
};
