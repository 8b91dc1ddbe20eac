import { setImmediate as yieldToEventLoop } from 'node:timers/promises';

import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';

import { UIDS } from '../../../../shared/constants';
import { resolveFilters, selectUsers } from '../../model/users/filters';
import { searchUsers } from '../../model/users/search';
import { actingAs } from '../../request/actor';
import { BULK_OPERATION_UID, BULK_RESULT_UID } from '../../runtime/database/plain-models';
import { inTransaction, query, table, type Row } from '../../runtime/database/rows';
import { JobStopped, type JobRun, type SingleJob } from '../../runtime/jobs';
import { reasonIn, type Reason } from '../../utils/errors';
import { getService } from '../../utils/service';
import { applyAction } from './apply-action';
import { findOperation, changesBlocks, type OperationRow } from './operation-rows';
import { insertResults, readChanged, readPending, type NewResult } from './result-rows';

/** Queued at once. Blocked in one transaction: few enough that logins of these users wait only briefly. */
const BATCH = 100;

/** Other actions look after this number of users whether the operation was cancelled. */
const SMALL_BATCH = 10;

interface Queued {
  rows: NewResult[];
  /** The id of the last one. */
  position: number;
}

const queuedOf = (rows: NewResult[], ids: number[]): Queued | null =>
  rows.length === 0 ? null : { rows, position: ids[ids.length - 1] };

/** The next users that match the selection, by the id of the row. */
const findMatching = async (
  strapi: Core.Strapi,
  { request, position, last_id: lastId }: OperationRow
): Promise<Queued | null> => {
  const { _q, filters = {} } = request.selection ?? {};
  const search = await searchUsers(strapi, _q);
  const selection = await resolveFilters(strapi, { search, filters });
  const rows: Row[] = await selectUsers(strapi, query(strapi, UIDS.user), selection, 'id')
    .where('id', '>', position)
    .where('id', '<=', lastId)
    .orderBy('id')
    .limit(BATCH)
    .select('id', 'document_id', 'user_id');
  return queuedOf(
    rows.map((row) => ({
      document_id: String(row.document_id),
      user_id: String(row.user_id),
      result: 'pending',
    })),
    rows.map(({ id }) => id)
  );
};

/** The next users that the operation to be undone has changed. */
const findChanged = async (
  strapi: Core.Strapi,
  undone: number,
  position: number
): Promise<Queued | null> => {
  const rows = await readChanged(strapi, undone, position, BATCH);
  return queuedOf(
    rows.map(({ document_id, user_id, before }) => ({
      document_id,
      user_id,
      before,
      result: 'pending',
    })),
    rows.map(({ id }) => id)
  );
};

const findNext = async (strapi: Core.Strapi, operation: OperationRow): Promise<Queued | null> => {
  if (operation.undo_of !== null) {
    return findChanged(strapi, operation.undo_of, operation.position);
  }
  return operation.request.selection ? findMatching(strapi, operation) : null;
};

const end = (
  strapi: Core.Strapi,
  { renew }: JobRun<object>,
  { id, request, undo_of: undone }: OperationRow,
  error: Reason | null = null
): Promise<void> =>
  inTransaction(strapi, async (trx) => {
    await renew(trx);
    await table(strapi, trx, BULK_RESULT_UID).where({ operation: id, result: 'pending' }).delete();
    const ended_at = new Date();
    await table(strapi, trx, BULK_OPERATION_UID)
      .where({ id })
      .update({ ended_at, error: error && JSON.stringify(error) });
    const { done, unchanged, failed, is_cancelled } = await findOperation(strapi, { id }).then(
      (operation) => operation as OperationRow
    );
    if (undone !== null && (is_cancelled || error !== null)) {
      // Users who were restored already stay as they are.
      await table(strapi, trx, BULK_OPERATION_UID)
        .where({ id: undone })
        .update({ is_undone: false });
    }
    await getService(strapi, 'audit').recordBulk({
      operation: 'bulk-action',
      action: request.action,
      done,
      unchanged,
      failed,
      ...(is_cancelled ? { cancelled: true } : {}),
      ...(error === null ? {} : { error: error.message }),
    });
  });

const runBatches = async (
  strapi: Core.Strapi,
  job: JobRun<object>,
  where: { id: number }
): Promise<void> => {
  for (;;) {
    const operation = await findOperation(strapi, where);
    if (!operation || operation.ended_at) {
      return;
    }
    if (operation.is_cancelled) {
      await end(strapi, job, operation);
      return;
    }
    const limit = changesBlocks(operation.request) ? BATCH : SMALL_BATCH;
    const pending = await readPending(strapi, operation.id, limit);
    if (pending.length > 0) {
      await applyAction(strapi, job, operation, pending);
      // Otherwise events would pile up in memory.
      await getService(strapi, 'background-tasks').settleWrites();
      await yieldToEventLoop();
      continue;
    }
    const queued = await findNext(strapi, operation);
    if (!queued) {
      await end(strapi, job, operation);
      return;
    }
    await inTransaction(strapi, async (trx) => {
      await job.renew(trx);
      const moved = await table(strapi, trx, BULK_OPERATION_UID)
        .where({ ...where, position: operation.position })
        .update({ position: queued.position });
      if (moved !== 1) {
        throw new JobStopped();
      }
      await insertResults(strapi, trx, operation.id, queued.rows);
    });
  }
};

const jobOf = (key: string): SingleJob => ({ kind: 'bulk', id: key });

/**
 * Runs an operation to its end, from wherever an earlier run stopped, unless another instance runs it. A user is
 * queued before it is changed, in the transaction that moves the position, and its result is stored once.
 */
export const runOperation = async (
  strapi: Core.Strapi,
  { id, key, actor }: OperationRow
): Promise<void> => {
  const jobs = getService(strapi, 'jobs');
  try {
    await jobs.run(jobOf(key), {}, (job) =>
      actingAs(actor, async () => {
        try {
          await runBatches(strapi, job, { id });
        } catch (error) {
          const operation = await findOperation(strapi, { id });
          // A filter that is no longer valid, such as an account field that the site has removed.
          if (!operation || !(error instanceof errors.ApplicationError)) {
            throw error;
          }
          await end(strapi, job, operation, reasonIn(error));
        }
      })
    );
    if ((await findOperation(strapi, { id }))?.ended_at) {
      await jobs.remove(jobOf(key));
    }
  } catch (error) {
    getService(strapi, 'capture-errors').add('a bulk action', error);
  }
};

export const removeJob = (strapi: Core.Strapi, key: string): Promise<void> =>
  getService(strapi, 'jobs').remove(jobOf(key));
