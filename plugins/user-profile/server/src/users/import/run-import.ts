import { setImmediate as yieldToEventLoop } from 'node:timers/promises';

import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../../shared/constants';
import type { ImportCounts, ImportOptions } from '../../../../shared/contracts/imports';
import { ownFields } from '../../model/accounts/own-fields';
import { usersPermissionsSettings } from '../../model/connections/users-permissions-settings';
import { defaultRoleOf, findRolesByType } from '../../model/users/roles';
import { actingAs } from '../../request/actor';
import { analyzeTables } from '../../runtime/database/analyze-tables';
import { IMPORT_UID } from '../../runtime/database/plain-models';
import { inTransaction, table } from '../../runtime/database/rows';
import { inSavepoint } from '../../runtime/database/savepoint';
import { JobStopped, type JobRun, type SingleJob } from '../../runtime/jobs';
import { errorText } from '../../utils/error-text';
import { getService } from '../../utils/service';
import type { Candidate } from './engine/candidate';
import { findCandidates, rejectRepeated } from './engine/check-candidates';
import { isDataError } from './engine/is-data-error';
import { createAccountBuilder } from './engine/new-accounts';
import { createSeenKeys } from './engine/seen-keys';
import { createTargets } from './engine/targets';
import { writeBatch, type BatchContext, type BatchResult } from './engine/write-batch';
import { ImportFileError } from './formats/import-file-error';
import { brokenFile } from './formats/open-file';
import { readRecords, type Batch } from './formats/read-records';
import { describeFile } from './import-files';
import {
  findImport,
  importColumns,
  insertErrors,
  isRunning,
  MAX_STORED_ERRORS,
  type ImportRow,
} from './import-rows';
import { isValid, type LineProblem } from './records/import-user';
import { readUser } from './records/read-user';

/** Enough to spread the cost of a transaction, and few enough to hold the event loop only briefly. */
const BATCH = 500;

/** After how many new users the statistics of their tables are renewed, and by what factor that number grows. */
const FIRST_ANALYSIS = 2000;
const ANALYSIS_GROWTH = 4;

const MAX_IGNORED_FIELDS = 50;

/** An import that has stopped this often at the same place would stop there again. */
const MAX_STARTS = 3;

/** While lines are read again, no batch renews the lease of the job. */
const RENEW_EVERY_MS = 5000;

/** What is known about the earlier runs of an import. */
interface Starts {
  position: number;
  starts: number;
}

/** A batch, as far as the site's data does not matter for it. */
interface Prepared {
  candidates: Candidate[];
  problems: LineProblem[];
  ignored: Map<string, number>;
  /** The position after it. */
  end: number;
  bytes: number;
}

type Options = ImportOptions;

/** Another file would have other users at the position. */
const requireSameFile = async ({ path, bytes, facts }: ImportRow): Promise<void> => {
  const found = await describeFile(path).catch((error: unknown) => {
    throw brokenFile(error);
  });
  if (found.bytes !== bytes || found.modified !== facts.modified) {
    throw new ImportFileError('The file has changed since it was read first. Import it again.');
  }
};

const countIgnored = (ignored: Map<string, number>, fields: string[]): void => {
  for (const field of fields) {
    ignored.set(field, (ignored.get(field) ?? 0) + 1);
  }
};

/**
 * Reads the file from its beginning, and leaves out what an earlier run has handled.
 *
 * @param renew keeps the job while that is read
 */
async function* prepare(
  strapi: Core.Strapi,
  row: ImportRow,
  options: Options,
  uniqueEmail: boolean,
  renew: () => Promise<void>
): AsyncGenerator<Prepared> {
  await requireSameFile(row);
  let renewedAt = Date.now();
  const targets = createTargets(strapi, options);
  const seen = createSeenKeys();
  const uniqueFields = ownFields(strapi)
    .filter(({ attribute }) => attribute.unique)
    .map(({ name }) => name);
  const mapping = options.mapping ?? row.facts.suggested_mapping ?? {};
  const read = { format: row.facts.format, mapping, hashConfig: options.hash_config ?? null };
  const prepareBatch = async (records: Batch['records'], bytes: number, end: number) => {
    const users = records.map((record) => readUser(record, read));
    const valid = users.filter(isValid);
    const found = await findCandidates(strapi, valid, targets);
    const { fresh, problems } = rejectRepeated(found.candidates, seen, uniqueEmail, uniqueFields);
    const ignored = new Map<string, number>();
    for (const user of valid) {
      countIgnored(ignored, [
        ...user.ignored,
        ...(user.role !== null && !row.is_trusted ? ['role'] : []),
      ]);
    }
    for (const { user, target } of fresh) {
      const hasUnusedHash = user.password.kind !== 'none' && !target.storesPasswords;
      countIgnored(ignored, hasUnusedHash ? ['password_hash'] : []);
    }
    return {
      candidates: fresh,
      problems: [
        ...users.flatMap((user) => (isValid(user) ? [] : user.problems)),
        ...found.problems,
        ...problems,
      ],
      ignored,
      end,
      bytes,
    };
  };
  let start = 0;
  for await (const { records, bytes } of readRecords(row.path, row.facts, BATCH)) {
    const end = start + records.length;
    const done = Math.min(records.length, Math.max(0, row.position - start));
    if (done > 0) {
      // Only for what the users of later lines are compared with.
      await prepareBatch(records.slice(0, done), bytes, start + done);
      if (Date.now() - renewedAt > RENEW_EVERY_MS) {
        await renew();
        renewedAt = Date.now();
      }
    }
    if (done < records.length) {
      yield await prepareBatch(records.slice(done), bytes, end);
    } else {
      await yieldToEventLoop();
    }
    start = end;
  }
}

const addCounts = (
  counts: ImportCounts,
  { counts: added, problems }: BatchResult,
  failedLines: number,
  read: number
): ImportCounts => ({
  read,
  created: counts.created + added.created,
  updated: counts.updated + added.updated,
  unchanged: counts.unchanged + added.unchanged,
  skipped: counts.skipped + added.skipped,
  failed: counts.failed + failedLines + new Set(problems.map(({ line }) => line)).size,
});

const addIgnored = (
  fields: Record<string, number>,
  ignored: Map<string, number>
): Record<string, number> => {
  const all = new Map(Object.entries(fields));
  for (const [field, count] of ignored) {
    if (all.has(field) || all.size < MAX_IGNORED_FIELDS) {
      all.set(field, (all.get(field) ?? 0) + count);
    }
  }
  return Object.fromEntries(all);
};

const mergeResults = (results: BatchResult[]): BatchResult => {
  const sum: BatchResult = {
    counts: { created: 0, updated: 0, unchanged: 0, skipped: 0 },
    problems: [],
  };
  for (const { counts, problems } of results) {
    sum.counts.created += counts.created;
    sum.counts.updated += counts.updated;
    sum.counts.unchanged += counts.unchanged;
    sum.counts.skipped += counts.skipped;
    sum.problems.push(...problems);
  }
  return sum;
};

const NOT_STORED = 'The database does not accept this user. The server log has the reason';

/** One user after the other, so that one whom the database rejects does not keep out the others. */
const writeOneByOne = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  candidates: Candidate[],
  context: BatchContext
): Promise<BatchResult> => {
  const results: BatchResult[] = [];
  for (const candidate of candidates) {
    try {
      results.push(await inSavepoint(strapi, () => writeBatch(strapi, trx, [candidate], context)));
    } catch (error) {
      if (!isDataError(error)) {
        throw error;
      }
      const { line } = candidate.user;
      strapi.log.error(
        `[user-profile] line ${line} of an import was rejected by the database: ${errorText(error)}`
      );
      results.push({
        counts: { created: 0, updated: 0, unchanged: 0, skipped: 0 },
        problems: [{ line, field: null, reason: NOT_STORED }],
      });
    }
  }
  return mergeResults(results);
};

const createWriter = (
  strapi: Core.Strapi,
  { renew }: JobRun<Starts>,
  context: BatchContext,
  isTrial: boolean
) => {
  type Write = typeof writeOneByOne;
  const together: Write = (_strapi, trx, candidates) =>
    writeBatch(strapi, isTrial ? null : trx, candidates, context);

  const attempt = (row: ImportRow, prepared: Prepared, write: Write): Promise<ImportRow> =>
    inTransaction(strapi, async (trx) => {
      await renew(trx);
      const result = await write(strapi, trx, prepared.candidates, context);
      const failedLines = new Set(prepared.problems.map(({ line }) => line)).size;
      const counts = addCounts(row.counts, result, failedLines, prepared.end);
      const problems = [...prepared.problems, ...result.problems]
        .sort((a, b) => a.line - b.line)
        .slice(0, MAX_STORED_ERRORS - row.errors_stored);
      await insertErrors(strapi, trx, row.id, problems);
      const changes = {
        position: prepared.end,
        bytes_read: prepared.bytes,
        counts,
        ignored_fields: addIgnored(row.ignored_fields, prepared.ignored),
        errors_stored: row.errors_stored + problems.length,
      };
      const moved = await table(strapi, trx, IMPORT_UID)
        .where({ id: row.id, position: row.position })
        .update(importColumns(changes));
      if (moved !== 1) {
        throw new JobStopped();
      }
      return { ...row, ...changes };
    });

  /** Stores a batch and the position in one transaction, so a batch is repeated as a whole or not at all. */
  return async (row: ImportRow, prepared: Prepared): Promise<ImportRow> => {
    try {
      return await attempt(row, prepared, together);
    } catch (error) {
      if (!isDataError(error) || isTrial) {
        throw error;
      }
      return attempt(row, prepared, writeOneByOne);
    }
  };
};

const end = async (
  strapi: Core.Strapi,
  { renew }: JobRun<Starts>,
  id: number,
  status: 'done' | 'failed' | 'cancelled',
  error: string | null = null
): Promise<void> => {
  await inTransaction(strapi, async (trx) => {
    await renew(trx);
    const row = await findImport(strapi, { id });
    if (!row || !isRunning(row)) {
      return;
    }
    const { hash_config: _secret, ...options } = row.options ?? {
      match_by: 'user_id',
      mode: 'skip',
      dry_run: false,
    };
    await table(strapi, trx, IMPORT_UID)
      .where({ id })
      .update(importColumns({ status, error, options, ended_at: new Date() }));
    if (options.dry_run) {
      return;
    }
    const { created, updated, unchanged, skipped, failed } = row.counts;
    await getService(strapi, 'audit').recordImport(status === 'done' ? 'sui' : 'fui', {
      operation: 'import-users',
      created,
      updated,
      unchanged,
      skipped,
      failed,
      ...(options.connection ? { connection: options.connection } : {}),
      ...(row.file_name ? { file_name: row.file_name } : {}),
      ...(status === 'cancelled' ? { cancelled: true } : {}),
      ...(error === null ? {} : { error }),
    });
  });
};

const contextOf = async (
  strapi: Core.Strapi,
  { is_trusted: isTrusted }: ImportRow,
  options: Options
): Promise<BatchContext> => {
  const settings = await usersPermissionsSettings(strapi);
  return {
    options,
    isTrusted,
    uniqueEmail: settings.unique_email === true,
    accounts: createAccountBuilder(strapi, {
      requiresConfirmation: settings.email_confirmation === true,
    }),
    defaultRole: await defaultRoleOf(strapi, settings.default_role),
    roles: await findRolesByType(strapi),
  };
};

export interface ImportRunOptions {
  onProgress?(row: ImportRow): void;
}

const runBatches = async (
  strapi: Core.Strapi,
  job: JobRun<Starts>,
  first: ImportRow,
  { onProgress }: ImportRunOptions
): Promise<void> => {
  const { options } = first;
  if (!options) {
    return;
  }
  const context = await contextOf(strapi, first, options);
  const write = createWriter(strapi, job, context, options.dry_run);
  const batches = prepare(strapi, first, options, context.uniqueEmail, () =>
    inTransaction(strapi, (trx) => job.renew(trx))
  );
  let row = first;
  let nextAnalysis = FIRST_ANALYSIS;
  // While one batch is in the database, the server reads the next one.
  let next = batches.next();
  try {
    for (;;) {
      const batch = await next;
      if (batch.done) {
        break;
      }
      next = batches.next();
      // It is awaited later. Until then Node.js must not take a failure for an unhandled one and exit.
      next.catch(() => undefined);
      row = await write(row, batch.value);
      onProgress?.(row);
      if (row.counts.created >= nextAnalysis && !options.dry_run) {
        nextAnalysis *= ANALYSIS_GROWTH;
        await analyzeTables(strapi, [UIDS.user, UIDS.identity, STRAPI_UIDS.account]);
      }
      await getService(strapi, 'background-tasks').settleWrites();
      await yieldToEventLoop();
      const current = await findImport(strapi, { id: row.id });
      if (!current || current.is_cancelled) {
        await end(strapi, job, row.id, 'cancelled');
        return;
      }
    }
    await end(strapi, job, row.id, 'done');
  } finally {
    await next.catch(() => undefined);
    await batches.return(undefined).catch(() => undefined);
  }
};

const NO_PROGRESS =
  'The import stopped at the same place several times. The server log may have the reason.';

export const jobOf = (key: string): SingleJob => ({ kind: 'import', id: key });

/**
 * Runs an import to its end, from wherever an earlier run stopped, unless another instance runs it.
 *
 * @throws the error of the database; the next run continues
 */
export const runImport = async (
  strapi: Core.Strapi,
  { id, key, actor }: Pick<ImportRow, 'id' | 'key' | 'actor'>,
  runOptions: ImportRunOptions = {}
): Promise<void> => {
  const jobs = getService(strapi, 'jobs');
  await jobs.run(jobOf(key), { position: 0, starts: 0 }, (job: JobRun<Starts>) =>
    actingAs(actor, async () => {
      const row = await findImport(strapi, { id });
      if (!row || !isRunning(row)) {
        return;
      }
      if (row.is_cancelled) {
        await end(strapi, job, id, 'cancelled');
        return;
      }
      const { position } = row;
      const before = job.state.position === position ? job.state.starts : 0;
      if (before >= MAX_STARTS) {
        await end(strapi, job, id, 'failed', NO_PROGRESS);
        return;
      }
      await job.save({ position, starts: before + 1 });
      await inTransaction(strapi, async (trx) => {
        await job.renew(trx);
        await table(strapi, trx, IMPORT_UID).where({ id }).update({ status: 'running' });
      });
      try {
        await runBatches(strapi, job, row, runOptions);
      } catch (error) {
        if (error instanceof JobStopped) {
          // The server stops, which says nothing about the file.
          await job.save({ position, starts: before });
        }
        // A file that ends early, or settings that do not fit any more. Others may be over soon.
        if (!(error instanceof errors.ApplicationError)) {
          throw error;
        }
        await end(strapi, job, id, 'failed', error.message);
      }
    })
  );
  const row = await findImport(strapi, { id });
  if (row && !isRunning(row)) {
    await jobs.remove(jobOf(key));
  }
};
