import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';

import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';

import { APP_METADATA, SYSTEM_ACTOR } from '../../../../shared/constants';
import {
  importId,
  type ImportOptions,
  type ImportPreviewRow,
  type UserImport,
} from '../../../../shared/contracts/imports';
import { DAY_MS } from '../../../../shared/durations';
import { toStorable } from '../../../../shared/storable-text';
import { currentActor } from '../../request/actor';
import { IMPORT_ERROR_UID, IMPORT_UID } from '../../runtime/database/plain-models';
import { asText, inTransaction, query, table, type Row } from '../../runtime/database/rows';
import { ConflictError, coded, problem, validationError } from '../../utils/errors';
import { exportFile, type ExportedFile } from '../../utils/export-file';
import { limitConcurrency } from '../../utils/limit-concurrency';
import { getService } from '../../utils/service';
import { createImportFiles } from './import-files';
import {
  findImport,
  importColumns,
  isComplete,
  isRunning,
  NO_COUNTS,
  serializeImport,
  toImportRow,
  type ImportRow,
} from './import-rows';
import { inspectFile } from './inspect-file';
import type { Mapping } from './records/read-csv-row';
import { jobOf, runImport } from './run-import';

declare module '../../utils/service' {
  interface Services {
    'user-import': ReturnType<typeof createUserImport>;
  }
}

/** How long files and reports are kept. */
const TTL_MS = 7 * DAY_MS;
const MAX_LISTED = 20;
const BATCH = 1000;
const MAX_FILE_NAME = 255;
/** Uploaded files that wait on a server. */
const MAX_FILES = 10;

export interface ImportDetails {
  data: UserImport;
  meta: { preview: ImportPreviewRow[] };
}

export interface ImportFileOptions extends Partial<ImportOptions> {
  path: string;
  /** Called after each batch. */
  onProgress?(state: UserImport): void;
  /** Cancels the import. */
  signal?: AbortSignal;
}

/** A column of a file that server code imports may also be mapped to a key of `app_metadata`. */
const DEFAULTS = { match_by: 'user_id', mode: 'skip', dry_run: false } as const;

/** Imports users from files, in the background. */
export const createUserImport = ({ strapi }: { strapi: Core.Strapi }) => {
  const files = createImportFiles(strapi);
  const inTurn = limitConcurrency(1);
  let lookedForFilesAt = 0;
  const imports = () => query(strapi, IMPORT_UID);

  /** @throws NotFoundError */
  const getImport = async (key: string): Promise<ImportRow> => {
    const row = importId.safeParse(key).success ? await findImport(strapi, { key }) : null;
    if (!row) {
      throw new errors.NotFoundError('This import does not exist, or was deleted');
    }
    return row;
  };

  const serialize = async (row: ImportRow): Promise<UserImport> =>
    serializeImport(row, await files.exists(row.path));

  /** @param mayRead whether the reader may see users, besides those in files that the reader has sent */
  const find = async (
    key: string,
    reader: { actor: string; mayRead: boolean }
  ): Promise<ImportDetails> => {
    const row = await getImport(key);
    const isOwn = row.facts.uploader === reader.actor && !row.is_trusted;
    const preview = isOwn || reader.mayRead ? row.facts.preview : [];
    return { data: await serialize(row), meta: { preview } };
  };

  /** The mapping of the last import of a file with the same columns. */
  const knownMapping = async (columns: string[], isTrusted: boolean): Promise<Mapping | null> => {
    const rows: Row[] = await imports().whereNotNull('started_at').orderBy('id', 'desc').limit(50);
    const same = rows.map(toImportRow).find(
      (row) =>
        // That of server code may have targets that requests may not set.
        (isTrusted || !row.is_trusted) &&
        row.options?.mapping &&
        row.facts.columns?.join('\0') === columns.join('\0')
    );
    return same?.options?.mapping ?? null;
  };

  const insert = async (
    path: string,
    { fileName, actor, isTrusted }: { fileName: string | null; actor: string; isTrusted: boolean }
  ): Promise<ImportRow> => {
    const { bytes, ...facts } = await inspectFile(strapi, path, (columns) =>
      knownMapping(columns, isTrusted)
    );
    const key = randomUUID();
    await inTransaction(strapi, (trx) =>
      table(strapi, trx, IMPORT_UID).insert({
        ...importColumns({
          facts: { ...facts, uploader: actor },
          counts: NO_COUNTS,
          ignored_fields: {},
        }),
        key,
        actor,
        status: 'uploaded',
        file_name: fileName && toStorable(fileName).slice(0, MAX_FILE_NAME),
        path,
        bytes,
        is_trusted: isTrusted,
        position: 0,
        bytes_read: 0,
        errors_stored: 0,
        is_cancelled: false,
        created_at: new Date(),
      })
    );
    return getImport(key);
  };

  /** @throws ValidationError for what would make every line fail */
  const checkOptions = async (
    { facts: { format, columns } }: ImportRow,
    { connection, connections = {}, mapping, hash_config: hashConfig }: ImportOptions
  ): Promise<void> => {
    const problems = [];
    const store = getService(strapi, 'connection-store');
    if (connection === undefined && format !== 'export' && Object.keys(connections).length === 0) {
      problems.push(problem(['connection'], 'is required for this format'));
    }
    const named: [string[], string | undefined][] = [
      [['connection'], connection],
      ...Object.entries(connections).map(([name, to]): [string[], string] => [
        ['connections', name],
        to,
      ]),
    ];
    for (const [path, name] of named) {
      if (name !== undefined && !(await store.findRow(name))) {
        problems.push(problem(path, coded('connection_unknown', { name })));
      }
    }
    const unknown = Object.keys(mapping ?? {}).filter((column) => !columns?.includes(column));
    problems.push(
      ...unknown.map((column) => problem(['mapping', column], `The file has no column "${column}"`))
    );
    const targets = Object.values(mapping ?? {}).filter((field) => field !== null);
    const twice = targets.find((field, at) => targets.indexOf(field) < at);
    if (twice !== undefined) {
      problems.push(problem(['mapping'], `Two columns are mapped to "${twice}"`));
    }
    if (hashConfig && format !== 'firebase') {
      problems.push(problem(['hash_config'], 'is for files of Firebase only'));
    }
    if (problems.length > 0) {
      throw validationError(problems);
    }
  };

  /** Resets the import to the beginning of the file. */
  const queue = async (
    row: ImportRow,
    options: ImportOptions,
    actor: string
  ): Promise<ImportRow> => {
    await checkOptions(row, options);
    if (isComplete(row) || !(await files.exists(row.path))) {
      throw new ConflictError('The file is no longer on this server. Upload it again.');
    }
    await inTransaction(strapi, async (trx) => {
      const queued = await table(strapi, trx, IMPORT_UID)
        .where({ id: row.id })
        .whereNotIn('status', ['queued', 'running'])
        .update(
          importColumns({
            status: 'queued',
            options,
            actor,
            position: 0,
            bytes_read: 0,
            counts: NO_COUNTS,
            ignored_fields: {},
            errors_stored: 0,
            is_cancelled: false,
            error: null,
            started_at: new Date(),
            ended_at: null,
          })
        );
      if (queued !== 1) {
        throw new ConflictError('This import is running already');
      }
      await table(strapi, trx, IMPORT_ERROR_UID).where({ import: row.id }).delete();
    });
    return getImport(row.key);
  };

  /** A file with personal data stays no longer than it is needed: after a dry run or a failure it can run again. */
  const clean = async ({ id }: ImportRow): Promise<void> => {
    const row = await findImport(strapi, { id });
    if (row && isComplete(row)) {
      await files.remove(row.path);
    }
  };

  const run = async (row: ImportRow, onProgress?: (row: ImportRow) => void): Promise<void> => {
    await runImport(strapi, row, { onProgress });
    await clean(row);
  };

  /** Imports that wait for their turn, or run, in this process. */
  const started = new Set<number>();

  /** Runs one import at a time. One that is cancelled needs no turn to end. */
  const runInBackground = (row: ImportRow): void => {
    started.add(row.id);
    const running = (row.is_cancelled ? run(row) : inTurn(() => run(row)))
      .catch((error: unknown) => getService(strapi, 'capture-errors').add('an import', error))
      .finally(() => started.delete(row.id));
    getService(strapi, 'background-tasks').add(running);
  };

  const deleteErrors = (id: number): Promise<number> =>
    inTransaction(strapi, async (trx) => {
      const rows: Row[] = await table(strapi, trx, IMPORT_ERROR_UID)
        .where({ import: id })
        .limit(BATCH)
        .select('id');
      const ids = rows.map((each) => each.id);
      return table(strapi, trx, IMPORT_ERROR_UID).whereIn('id', ids).delete();
    });

  const removeRow = async ({ id, key, path }: ImportRow, save = async () => {}): Promise<void> => {
    await files.remove(path);
    for (let deleted = BATCH; deleted > 0;) {
      deleted = await deleteErrors(id);
      await save();
    }
    await getService(strapi, 'jobs').remove(jobOf(key));
    await inTransaction(strapi, (trx) => table(strapi, trx, IMPORT_UID).where({ id }).delete());
  };

  const errorRows = async function* (id: number) {
    for (let last = 0; ;) {
      const rows: Row[] = await query(strapi, IMPORT_ERROR_UID)
        .where({ import: id })
        .where('id', '>', last)
        .orderBy('id')
        .limit(BATCH);
      yield rows.map(({ line, field, reason }) => ({
        line: Number(line),
        field: asText(field),
        reason: String(reason),
      }));
      if (rows.length < BATCH) {
        break;
      }
      last = rows[rows.length - 1].id;
    }
  };

  const cancelRow = (id: number): Promise<number> =>
    inTransaction(strapi, (trx) =>
      table(strapi, trx, IMPORT_UID)
        .where({ id })
        .whereIn('status', ['queued', 'running'])
        .update({ is_cancelled: true })
    );

  /** @throws ConflictError if as many uploaded files wait as the disk of the server should have */
  const requireRoom = async (): Promise<void> => {
    const rows: Row[] = await imports().where({ is_trusted: false });
    const waiting = rows.map(toImportRow).filter((row) => !isComplete(row));
    const found = await Promise.all(waiting.map(({ path }) => files.exists(path)));
    if (found.filter(Boolean).length >= MAX_FILES) {
      throw new ConflictError(
        `${MAX_FILES} uploaded files wait for their import already. Import or delete one of them.`
      );
    }
  };

  /** Deletes files that no import has, once a day on each server. */
  const removeLostFiles = async (): Promise<void> => {
    if (Date.now() - lookedForFilesAt < DAY_MS) {
      return;
    }
    lookedForFilesAt = Date.now();
    const rows: Row[] = await imports().select('path');
    const kept = new Set(rows.map(({ path }) => asText(path) ?? ''));
    await files.removeOthers(kept, new Date(Date.now() - TTL_MS));
  };

  const upload = async (
    store: () => Promise<string>,
    fileName: string | null,
    actor: string
  ): Promise<ImportDetails> => {
    await requireRoom();
    const path = await store();
    try {
      const row = await insert(path, { fileName, actor, isTrusted: false });
      return { data: await serialize(row), meta: { preview: row.facts.preview } };
    } catch (error) {
      await files.remove(path);
      throw error;
    }
  };

  return {
    find,

    /** Stores a file that arrives as a stream. @throws PayloadTooLargeError, ImportFileError (400) */
    uploadStream: (content: Readable, fileName: string | null, actor: string) =>
      upload(() => files.storeStream(content), fileName, actor),

    /** Takes over a file that Strapi's body parser has stored. */
    uploadFile: (
      file: { path: string; size: number; name: string | null },
      actor: string
    ): Promise<ImportDetails> =>
      upload(() => files.takeOver(file.path, file.size), file.name, actor),

    /**
     * Starts an import, or a dry run.
     *
     * @throws ForbiddenError if the first rows have `app_metadata`, or server code has started it
     * @throws ValidationError for invalid options
     * @throws ConflictError if it is running, or the file is gone
     */
    async start(key: string, options: ImportOptions, actor: string): Promise<UserImport> {
      const row = await getImport(key);
      if (row.is_trusted) {
        throw new errors.ForbiddenError(
          'Server code has started this import. Upload the file to import it over the API.'
        );
      }
      // The suggested mapping does not matter if the request has one. The contract knows no app_metadata.
      if (row.facts.has_app_metadata && !options.mapping) {
        throw new errors.ForbiddenError(
          `The file contains ${APP_METADATA}, which is read-only in the API. Import the file with the command, or remove it from the file.`,
          { path: [APP_METADATA] }
        );
      }
      const queued = await queue(row, options, actor);
      runInBackground(queued);
      return serialize(queued);
    },

    /** The newest imports. */
    async findAll(): Promise<UserImport[]> {
      const rows: Row[] = await imports().orderBy('id', 'desc').limit(MAX_LISTED);
      return Promise.all(rows.map((row) => serialize(toImportRow(row))));
    },

    /** Ends an import after its current batch. One that has ended stays as it is. */
    async cancel(key: string): Promise<UserImport> {
      const { id } = await getImport(key);
      await cancelRow(id);
      runInBackground(await getImport(key));
      return serialize(await getImport(key));
    },

    async errors(key: string, format: 'csv' | 'ndjson'): Promise<ExportedFile> {
      const { id } = await getImport(key);
      return exportFile(errorRows(id), {
        name: 'import-errors',
        format,
        columns: ['line', 'field', 'reason'],
        valuesOf: (row) => row,
      });
    },

    /** Removes the file and the report. @throws ConflictError while the import is running */
    async remove(key: string): Promise<void> {
      const row = await getImport(key);
      if (isRunning(row)) {
        throw new ConflictError('Cancel the import before you delete it');
      }
      await removeRow(row);
    },

    /**
     * Imports a file from the disk, for server code such as the command: it may contain `app_metadata` and roles.
     *
     * @returns the import once it has ended. `errors(id)` has its report.
     * @throws ApplicationError if the format is not recognized
     * @throws ValidationError for invalid options
     */
    async runFile({ path, onProgress, signal, ...given }: ImportFileOptions): Promise<UserImport> {
      const absolute = resolve(path);
      const row = await insert(absolute, {
        fileName: absolute.split(/[\\/]/).pop() ?? null,
        actor: currentActor() ?? SYSTEM_ACTOR,
        isTrusted: true,
      });
      const queued = await queue(row, { ...DEFAULTS, ...given }, row.actor);
      const stop = () =>
        void cancelRow(row.id).catch((error: unknown) =>
          getService(strapi, 'capture-errors').add('the end of an import', error)
        );
      signal?.addEventListener('abort', stop, { once: true });
      try {
        if (signal?.aborted) {
          stop();
        }
        await run(queued, (state) => onProgress?.(serializeImport(state, true)));
      } finally {
        signal?.removeEventListener('abort', stop);
      }
      return serialize(await getImport(row.key));
    },

    /** Continues the imports that no instance runs, if their files are on this server. */
    async resume(): Promise<void> {
      try {
        const rows: Row[] = await imports().whereIn('status', ['queued', 'running']).orderBy('id');
        for (const row of rows.map(toImportRow)) {
          if (started.has(row.id)) {
            continue;
          }
          if (row.is_cancelled || (await files.exists(row.path))) {
            runInBackground(row);
          }
        }
        await removeLostFiles();
      } catch (error) {
        getService(strapi, 'capture-errors').add('the imports', error);
      }
    },

    /** Deletes old imports with files and reports. @param save renews the lease of the job */
    async sweep(save: () => Promise<void>): Promise<void> {
      const rows: Row[] = await imports()
        .whereNotIn('status', ['queued', 'running'])
        .where('created_at', '<', new Date(Date.now() - TTL_MS));
      for (const row of rows) {
        await removeRow(toImportRow(row), save);
      }
    },
  };
};
