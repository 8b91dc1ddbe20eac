import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';

import { STRAPI_UIDS, UIDS } from '../../../../shared/constants';
import type { ImportOptions } from '../../../../shared/contracts/imports';
import { usersPermissionsSettings } from '../../model/connections/users-permissions-settings';
import { defaultRoleOf, findRolesByType } from '../../model/users/roles';
import { actingAs } from '../../request/actor';
import { analyzeTables } from '../../runtime/database/analyze-tables';
import { IMPORT_UID } from '../../runtime/database/plain-models';
import { inTransaction, table } from '../../runtime/database/rows';
import { JobStopped, type JobRun, type SingleJob } from '../../runtime/jobs';
import type { Pace } from '../../runtime/pace';
import { coded, reasonIn, type Reason } from '../../utils/errors';
import { getService } from '../../utils/service';
import { createUserBuilder } from './engine/new-users';
import type { BatchContext } from './engine/write-batch';
import { findImport, importColumns, isRunning, type ImportRow } from './import-rows';
import { prepareBatches } from './prepare-batches';
import { createBatchStore } from './store-batch';

/** After how many new users the statistics of their tables are renewed, and by what factor that number grows. */
const FIRST_ANALYSIS = 2000;
const ANALYSIS_GROWTH = 4;

/** An import that has stopped this often at the same place would stop there again. */
const MAX_STARTS = 3;

/** What is known about the earlier runs of an import. */
interface Starts {
  position: number;
  starts: number;
}

const end = async (
  strapi: Core.Strapi,
  { renew }: JobRun<Starts>,
  id: number,
  status: 'done' | 'failed' | 'cancelled',
  failure: Reason | null = null
): Promise<void> => {
  const error = failure?.message ?? null;
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
      .update(
        importColumns({
          status,
          error,
          error_details: failure?.code ? { code: failure.code, params: failure.params } : null,
          options,
          ended_at: new Date(),
        })
      );
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
  options: ImportOptions
): Promise<BatchContext> => {
  const settings = await usersPermissionsSettings(strapi);
  const defaultRole = await defaultRoleOf(strapi, settings.default_role);
  const roles = await findRolesByType(strapi);
  return {
    options,
    isTrusted,
    uniqueEmail: settings.unique_email === true,
    roles,
    users: createUserBuilder(strapi, {
      requiresConfirmation: settings.email_confirmation === true,
      roleOf: ({ user: { role } }) =>
        (isTrusted && role !== null ? roles.get(role) : undefined) ?? defaultRole,
    }),
  };
};

export interface ImportRunOptions {
  /** Leaves time to requests. */
  pace: Pace;
  onProgress?(row: ImportRow): void;
}

/** Work that starts later, outside of the transaction in which `start` may be called. */
const deferred = <Result>(work: () => Promise<Result>) => {
  let start = (): void => undefined;
  const result = new Promise<void>((resolve) => {
    start = resolve;
  }).then(work);
  // It is awaited later. Until then Node.js must not take a failure for an unhandled one and exit.
  result.catch(() => undefined);
  return { start, result };
};

const runBatches = async (
  strapi: Core.Strapi,
  job: JobRun<Starts>,
  first: ImportRow,
  { onProgress, pace }: ImportRunOptions
): Promise<void> => {
  const { options } = first;
  if (!options) {
    return;
  }
  const context = await contextOf(strapi, first, options);
  const store = createBatchStore(strapi, job.renew, context);
  const batches = prepareBatches(strapi, first, options, context, () =>
    inTransaction(strapi, (trx) => job.renew(trx))
  );
  let row = first;
  let nextAnalysis = FIRST_ANALYSIS;
  let next = deferred(() => batches.next());
  try {
    for (;;) {
      const since = Date.now();
      next.start();
      const batch = await next.result;
      if (batch.done) {
        break;
      }
      next = deferred(() => batches.next());
      // While the database inserts one batch, the server prepares the next one. Earlier, it would hold up the
      // short statements before.
      row = await store(row, batch.value, next.start);
      onProgress?.(row);
      if (row.counts.created >= nextAnalysis && !options.dry_run) {
        nextAnalysis *= ANALYSIS_GROWTH;
        await analyzeTables(strapi, [UIDS.user, UIDS.identity, STRAPI_UIDS.account]);
      }
      await getService(strapi, 'background-tasks').settleWrites();
      await pace.pause(since);
      const current = await findImport(strapi, { id: row.id });
      if (!current || current.is_cancelled) {
        await end(strapi, job, row.id, 'cancelled');
        return;
      }
    }
    await end(strapi, job, row.id, 'done');
  } finally {
    // Waits for a batch that is being prepared.
    await batches.return(undefined).catch(() => undefined);
  }
};

const NO_PROGRESS = coded('import_stopped');

export const IMPORT_JOB = 'import';

export const jobOf = (key: string): SingleJob => ({ kind: IMPORT_JOB, id: key });

/** Ends an import whose file no server has any more. */
export const endWithoutFile = async (
  strapi: Core.Strapi,
  { id, key, actor }: Pick<ImportRow, 'id' | 'key' | 'actor'>
): Promise<void> => {
  const jobs = getService(strapi, 'jobs');
  await jobs.run(jobOf(key), { position: 0, starts: 0 }, (job: JobRun<Starts>) =>
    actingAs(actor, () => end(strapi, job, id, 'failed', coded('import_file_gone')))
  );
  await jobs.remove(jobOf(key));
};

/**
 * Runs an import to its end, from wherever an earlier run stopped, unless another instance runs it.
 *
 * @throws the error of the database; the next run continues
 */
export const runImport = async (
  strapi: Core.Strapi,
  { id, key }: Pick<ImportRow, 'id' | 'key'>,
  runOptions: ImportRunOptions
): Promise<void> => {
  const jobs = getService(strapi, 'jobs');
  await jobs.run(jobOf(key), { position: 0, starts: 0 }, async (job: JobRun<Starts>) => {
    const row = await findImport(strapi, { id });
    if (!row || !isRunning(row)) {
      return;
    }
    // It may have been cancelled and started again by another actor since it was queued.
    await actingAs(row.actor, async () => {
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
        await end(strapi, job, id, 'failed', reasonIn(error));
      }
    });
  });
  const row = await findImport(strapi, { id });
  if (row && !isRunning(row)) {
    await jobs.remove(jobOf(key));
  }
};
