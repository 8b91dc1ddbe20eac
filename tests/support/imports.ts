import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type {
  ImportOptions,
  UserImport,
} from '../../plugins/user-profile/shared/contracts/imports';
import { mustCall } from './admin-api';
import { getFullAccessToken } from './api-tokens';
import { linesOf } from './command';
import type { AnyBody } from './http';
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
export const importFile = (app: TestStrapi, file: string, options: RunOptions = {}) =>
  runInServer(
    app,
    (strapi, given): Promise<UserImport> =>
      strapi.plugin('user-profile').service('user-import').runFile(given),
    { path: file, ...options }
  );

export const importRecords = (
  app: TestStrapi,
  records: object[],
  options: RunOptions = { connection: 'local' }
): Promise<UserImport> => importFile(app, createFile(toNdjson(records)), options);

/** The lines of the report. */
export const getImportErrors = async (
  app: TestStrapi,
  { id }: UserImport
): Promise<{ line: number; field: string | null; reason: string; code?: string }[]> => {
  const result = await runInServer(
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

export type ExportedLine = Record<string, unknown> & { email: string };

/** All users, as the command exports them with `--with-password-hashes`. */
export const exportWithHashes = async (
  app: TestStrapi,
  format: 'auth0' | 'ndjson'
): Promise<ExportedLine[]> =>
  linesOf<ExportedLine>(
    await runInServer(
      app,
      async (strapi, chosen) => {
        const { stream } = await strapi
          .plugin('user-profile')
          .service('user-export')
          .users({ format: chosen, filters: {} }, { withPasswordHashes: true });
        let text = '';
        for await (const chunk of stream) {
          text += String(chunk);
        }
        return text;
      },
      format
    )
  );

type UploadOptions = Partial<ImportOptions> & { run?: boolean };

interface Uploaded {
  status: number;
  body: AnyBody;
}

/** Uploads a file as a form, with the options in it. */
export const uploadImport = async (
  app: TestStrapi,
  content: string | Buffer,
  { name = 'users.json', ...data }: UploadOptions & { name?: string } = {},
  query = ''
): Promise<Uploaded> => {
  const form = new FormData();
  form.set('file', new Blob([new Uint8Array(Buffer.from(content))]), name);
  form.set('data', JSON.stringify(data));
  const response = await fetch(`${app.url}/user-profile/imports${query}`, {
    method: 'POST',
    body: form,
    headers: { authorization: `Bearer ${await app.adminToken()}` },
  });
  return { status: response.status, body: await response.json() };
};

/**
 * Uploads a file as a stream, as a program does.
 * @param content a `Blob` for files that do not fit into memory
 */
export const streamImport = async (
  app: TestStrapi,
  content: string | Buffer | Blob,
  query = '',
  headers: Record<string, string> = {}
): Promise<Uploaded> => {
  const response = await fetch(`${app.url}/api/user-profile/imports${query}`, {
    method: 'POST',
    body: content instanceof Blob ? content : new Uint8Array(Buffer.from(content)),
    headers: {
      'content-type': 'application/octet-stream',
      authorization: `Bearer ${await getFullAccessToken(app)}`,
      ...headers,
    },
  });
  return { status: response.status, body: await response.json() };
};

const DEADLINE_MS = 60_000;

/** Waits until an import has ended, or has read as many users. */
export const waitForImport = async (
  app: TestStrapi,
  id: string,
  { read = Infinity, deadlineMs = DEADLINE_MS } = {}
): Promise<UserImport> => {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    const { data } = await mustCall<{ data: UserImport }>(app, 'GET', `/imports/${id}`);
    const isRunning = ['queued', 'running'].includes(data.status);
    if (Date.now() > deadline || !isRunning || data.counts.read >= read) {
      return data;
    }
    await sleep(50);
  }
};
