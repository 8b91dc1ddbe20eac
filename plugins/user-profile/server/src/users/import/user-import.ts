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
import type { TaskStatus } from '../../../../shared/contracts/status';
import { currentActor } from '../../request/actor';
import { IMPORT_UID } from '../../runtime/database/plain-models';
import { inTransaction, query, table, type Row } from '../../runtime/database/rows';
import { createPace } from '../../runtime/pace';
import { coded, codedError, ConflictError } from '../../utils/errors';
import type { ExportedFile } from '../../utils/export-file';
import { limitConcurrency } from '../../utils/limit-concurrency';
import { getService } from '../../utils/service';
import { checkImportOptions } from './check-import-options';
import { createImportFiles } from './import-files';
import { reportFile } from './import-report';
import {
  findImport,
  importColumns,
  isComplete,
  isRunning,
  serializeImport,
  toImportRow,
  toTask,
  type ImportRow,
} from './import-rows';
import { createImportUpkeep } from './import-upkeep';
import { insertImport } from './insert-import';
import { queueImport } from './queue-import';
import { runImport } from './run-import';

declare module '../../utils/service' {
  interface Services {
    'user-import': ReturnType<typeof createUserImport>;
  }
}

const MAX_LISTED = 20;
/** Uploaded files that wait on a server. */
const MAX_FILES = 10;

export interface ImportDetails {
  data: UserImport;
  meta: { preview: ImportPreviewRow[] };
}

/** Who starts an import, and what the import may do. */
export interface ImportStart {
  actor: string;
  /** Whether it may mark email addresses as verified. */
  mayVerifyEmail: boolean;
}

export interface ImportFileOptions extends Partial<ImportOptions> {
  path: string;
  /** Called after each batch. */
  onProgress?(state: UserImport): void;
  /** Cancels the import. */
  signal?: AbortSignal;
}

const DEFAULTS = { match_by: 'user_id', mode: 'skip', dry_run: false } as const;

/** Imports users from files, in the background. */
export const createUserImport = ({ strapi }: { strapi: Core.Strapi }) => {
  const files = createImportFiles(strapi);
  const upkeep = createImportUpkeep(strapi, files);
  const oneAtATime = limitConcurrency(1);
  const pace = createPace(strapi);
  const imports = () => query(strapi, IMPORT_UID);
  const running = () => imports().whereIn('status', ['queued', 'running']).orderBy('id');

  /** @throws NotFoundError */
  const getImport = async (key: string): Promise<ImportRow> => {
    const row = importId.safeParse(key).success ? await findImport(strapi, { key }) : null;
    if (!row) {
      throw new errors.NotFoundError(...codedError('import_not_found'));
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

  /** Puts an import at the end of the queue, from the beginning of its file. */
  const queue = async (
    row: ImportRow,
    options: ImportOptions,
    started: ImportStart
  ): Promise<ImportRow> => {
    await checkImportOptions(strapi, row, options);
    if (isComplete(row) || !(await files.exists(row.path))) {
      throw new ConflictError(coded('import_file_gone'));
    }
    await queueImport(strapi, row, options, started);
    return getImport(row.key);
  };

  /** A file with personal data stays no longer than it is needed: after a dry run or a failure it can run again. */
  const clean = async ({ id }: ImportRow): Promise<void> => {
    const row = await findImport(strapi, { id });
    if (row && isComplete(row)) {
      await files.remove(row.path);
      // The preview has rows of the file.
      const facts = { ...row.facts, preview: [] };
      await inTransaction(strapi, (trx) =>
        table(strapi, trx, IMPORT_UID).where({ id }).update(importColumns({ facts }))
      );
    }
  };

  const run = async (row: ImportRow, onProgress?: (row: ImportRow) => void): Promise<void> => {
    await pace.during(() => runImport(strapi, row, { onProgress, pace }));
    await clean(row);
  };

  /** Imports that wait for their turn, or run, in this process. */
  const started = new Set<number>();

  /** Runs one import at a time. One that is cancelled needs no turn to end. */
  const runInBackground = (row: ImportRow): void => {
    started.add(row.id);
    const running = (row.is_cancelled ? run(row) : oneAtATime(() => run(row)))
      .catch((error: unknown) => getService(strapi, 'capture-errors').add('an import', error))
      .finally(() => started.delete(row.id));
    getService(strapi, 'background-tasks').add(running);
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
      throw new ConflictError(coded('import_files_waiting', { max: MAX_FILES }));
    }
  };

  const upload = async (
    store: () => Promise<string>,
    fileName: string | null,
    actor: string
  ): Promise<ImportDetails> => {
    await requireRoom();
    const path = await store();
    try {
      const key = await insertImport(strapi, path, { fileName, actor, isTrusted: false });
      const row = await getImport(key);
      return { data: await serialize(row), meta: { preview: row.facts.preview } };
    } catch (error) {
      await files.remove(path);
      throw error;
    }
  };

  return {
    find,

    /**
     * Stores a file that arrives as a stream.
     * @throws PayloadTooLargeError, ImportFileError (400)
     */
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
    async start(key: string, options: ImportOptions, by: ImportStart): Promise<UserImport> {
      const row = await getImport(key);
      if (row.is_trusted) {
        throw new errors.ForbiddenError(...codedError('import_of_server'));
      }
      // The suggested mapping does not matter if the request has one. The contract knows no app_metadata.
      if (row.facts.has_app_metadata && !options.mapping) {
        const [message, details] = codedError('import_file_app_metadata');
        throw new errors.ForbiddenError(message, { ...details, path: [APP_METADATA] });
      }
      const queued = await queue(row, options, by);
      runInBackground(queued);
      return serialize(queued);
    },

    /** The newest imports. */
    async findAll(): Promise<UserImport[]> {
      const rows: Row[] = await imports().orderBy('id', 'desc').limit(MAX_LISTED);
      return Promise.all(rows.map((row) => serialize(toImportRow(row))));
    },

    /** The imports that have not ended, in the order in which they run. */
    async findTasks(): Promise<TaskStatus[]> {
      const rows: Row[] = await running();
      return rows.map((row) => toTask(toImportRow(row)));
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
      return reportFile(strapi, id, format);
    },

    /**
     * Removes the file and the report.
     * @throws ConflictError while the import is running
     */
    async remove(key: string): Promise<void> {
      const row = await getImport(key);
      if (isRunning(row)) {
        throw new ConflictError(coded('import_delete_running'));
      }
      await upkeep.remove(row);
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
      const key = await insertImport(strapi, absolute, {
        fileName: absolute.split(/[\\/]/).pop() ?? null,
        actor: currentActor() ?? SYSTEM_ACTOR,
        isTrusted: true,
      });
      const row = await getImport(key);
      const queued = await queue(
        row,
        { ...DEFAULTS, ...given },
        { actor: row.actor, mayVerifyEmail: true }
      );
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
        const rows: Row[] = await running();
        for (const row of rows.map(toImportRow)) {
          if (started.has(row.id)) {
            continue;
          }
          if (row.is_cancelled || (await files.exists(row.path))) {
            runInBackground(row);
          }
        }
        await upkeep.removeLostFiles();
      } catch (error) {
        getService(strapi, 'capture-errors').add('the imports', error);
      }
    },

    findWaitingForFile: upkeep.findWaitingForFile,
    sweep: upkeep.sweep,
  };
};
