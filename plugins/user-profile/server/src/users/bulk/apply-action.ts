import { setImmediate as yieldToEventLoop } from 'node:timers/promises';

import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';
import type { Knex } from 'knex';

import { NO_BLOCK, restoreBlocks, setBlocked, type BlockOutcome } from '../../login/set-blocked';
import { inTransaction } from '../../runtime/database/rows';
import { JobStopped, type JobRun } from '../../runtime/jobs';
import { coded, codedError, reasonIn } from '../../utils/errors';
import { logError } from '../../utils/log-error';
import { getService } from '../../utils/service';
import {
  findOperation,
  changesBlocks,
  type OperationRow,
  type StoredRequest,
} from './operation-rows';
import { storeOutcomes, type BulkOutcome, type ResultRow } from './result-rows';

const failureOf = (strapi: Core.Strapi, error: unknown): BulkOutcome => {
  if (error instanceof JobStopped) {
    throw error;
  }
  if (error instanceof errors.ApplicationError) {
    return { result: 'failed', reason: reasonIn(error) };
  }
  logError(strapi, 'a bulk action failed for a user', error);
  return { result: 'failed', reason: coded('bulk_action_failed') };
};

const changedOr = (isChanged: boolean): BulkOutcome => ({
  result: isChanged ? 'done' : 'unchanged',
});

const verifyEmail = async (strapi: Core.Strapi, id: string): Promise<BulkOutcome> => {
  const row = await getService(strapi, 'user-reader').getRow(id);
  if (row.email === null) {
    throw new errors.ApplicationError(...codedError('user_without_email'));
  }
  if (!row.email_verified) {
    // The revision: the address may change before the row is locked.
    const { revision } = row;
    const data = { email_verified: true };
    await getService(strapi, 'user-editor').update(id, { data, revision, metadata: 'merge' });
  }
  return changedOr(!row.email_verified);
};

/** The user existed when the operation chose it, so a run before may have deleted it. */
const remove = async (
  strapi: Core.Strapi,
  id: string,
  history: StoredRequest['history'] = 'keep'
): Promise<BulkOutcome> => {
  try {
    await getService(strapi, 'user-remover').remove(id, history);
  } catch (error) {
    if (!(error instanceof errors.NotFoundError)) {
      throw error;
    }
  }
  return { result: 'done' };
};

const applyToOne = async (
  strapi: Core.Strapi,
  { action, role, history }: StoredRequest,
  id: string
): Promise<BulkOutcome> => {
  if (action === 'delete') {
    return remove(strapi, id, history);
  }
  if (action === 'assign-role' && role !== undefined) {
    return changedOr(await getService(strapi, 'user-roles').assign(id, role));
  }
  return verifyEmail(strapi, id);
};

/** @throws ApplicationError if the operation to be undone was deleted */
const findOriginal = async (
  strapi: Core.Strapi,
  { undo_of: id }: OperationRow
): Promise<OperationRow | null> => {
  const original = id === null ? null : await findOperation(strapi, { id });
  if (id !== null && !original) {
    throw new errors.ApplicationError(...codedError('bulk_results_deleted'));
  }
  return original;
};

/** Changes blocks. Safe to repeat, and exact about what was changed, if it shares a transaction with its results. */
const changeBlocks = async (
  strapi: Core.Strapi,
  { request, key }: OperationRow,
  original: OperationRow | null,
  rows: ResultRow[]
): Promise<BlockOutcome> => {
  if (original === null) {
    const ids = rows.map(({ document_id: id }) => id);
    return setBlocked(strapi, ids, request.action === 'block', request, key);
  }
  const earlier = new Map(
    rows.map(({ document_id: id, before }) => [id, before ?? NO_BLOCK] as const)
  );
  return restoreBlocks(strapi, earlier, original.key);
};

/** Applies the action of an operation to some of its users, and stores the results. */
export const applyAction = async (
  strapi: Core.Strapi,
  { renew }: JobRun<object>,
  operation: OperationRow,
  rows: ResultRow[]
): Promise<void> => {
  const store = async (
    trx: Knex.Transaction,
    outcomes: Map<number, BulkOutcome>
  ): Promise<void> => {
    await renew(trx);
    await storeOutcomes(strapi, trx, operation.id, outcomes);
  };

  const original = await findOriginal(strapi, operation);

  const blockTogether = (some: ResultRow[]): Promise<void> =>
    inTransaction(strapi, async (trx) => {
      await renew(trx);
      const { problems, before } = await changeBlocks(strapi, operation, original, some);
      const outcomeOf = ({ document_id: id }: ResultRow): BulkOutcome => {
        const problem = problems.get(id);
        return problem
          ? failureOf(strapi, problem)
          : { ...changedOr(before.has(id)), before: before.get(id) };
      };
      await storeOutcomes(
        strapi,
        trx,
        operation.id,
        new Map(some.map((row) => [row.id, outcomeOf(row)]))
      );
    });

  const blockOne = async (row: ResultRow): Promise<void> => {
    try {
      await blockTogether([row]);
    } catch (error) {
      const outcome = failureOf(strapi, error);
      await inTransaction(strapi, (trx) => store(trx, new Map([[row.id, outcome]])));
    }
  };

  if (changesBlocks(operation.request)) {
    try {
      await blockTogether(rows);
    } catch (error) {
      if (error instanceof JobStopped) {
        throw error;
      }
      // One of them failed, and all were rolled back.
      for (const row of rows) {
        await blockOne(row);
        await yieldToEventLoop();
      }
    }
    return;
  }
  for (const row of rows) {
    const outcome = await applyToOne(strapi, operation.request, row.document_id).catch(
      (error: unknown) => failureOf(strapi, error)
    );
    // The event of this user is written before the next user is changed.
    await getService(strapi, 'background-tasks').settleWrites();
    // One by one: a slow source may take longer for several users than the lease of the job lasts.
    await inTransaction(strapi, (trx) => store(trx, new Map([[row.id, outcome]])));
    // SQLite runs synchronously, so the loop would block other requests.
    await yieldToEventLoop();
  }
};
