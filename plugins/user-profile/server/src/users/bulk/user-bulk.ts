import { setTimeout as sleep } from 'node:timers/promises';

import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';

import {
  operationId,
  type BulkOperation,
  type BulkOperationResponse,
} from '../../../../shared/contracts/bulk';
import type { TaskStatus } from '../../../../shared/contracts/status';
import { SECOND_MS } from '../../../../shared/durations';
import { BULK_OPERATION_UID } from '../../runtime/database/plain-models';
import { inTransaction, query, table, type Row } from '../../runtime/database/rows';
import { totalMeta } from '../../runtime/paging';
import { coded, codedError, ConflictError } from '../../utils/errors';
import { exportFile, type ExportedFile } from '../../utils/export-file';
import { getService } from '../../utils/service';
import { insertOperation, insertUndo } from './insert-operation';
import {
  canUndo,
  findOperation,
  serializeOperation,
  toOperation,
  type BulkRequest,
  type OperationRow,
} from './operation-rows';
import { readFailures, readReport } from './result-rows';
import { runOperation } from './run-operation';

declare module '../../utils/service' {
  interface Services {
    'user-bulk': ReturnType<typeof createUserBulk>;
  }
}

/** Most actions end within this time, so their response has the result. */
const MAX_WAIT_MS = 2 * SECOND_MS;

const MAX_LISTED = 20;

/** Applies one action to many users, in the background. A failure for one user does not affect the others. */
export const createUserBulk = ({ strapi }: { strapi: Core.Strapi }) => {
  const operations = () => query(strapi, BULK_OPERATION_UID);
  const running = () => operations().whereNull('ended_at');

  /** @throws NotFoundError */
  const getOperation = async (key: string): Promise<OperationRow> => {
    const operation = operationId.safeParse(key).success
      ? await findOperation(strapi, { key })
      : null;
    if (!operation) {
      throw new errors.NotFoundError(...codedError('bulk_not_found'));
    }
    return operation;
  };

  const serialize = async (operation: OperationRow, caller: string): Promise<BulkOperation> => {
    const { undo_of: id } = operation;
    const undone = id === null ? null : await findOperation(strapi, { id });
    return serializeOperation(operation, undone?.key ?? null, caller);
  };

  const find = async (key: string, caller: string): Promise<BulkOperationResponse> => {
    const operation = await getOperation(key);
    return {
      data: await serialize(operation, caller),
      meta: { failures: operation.failed > 0 ? await readFailures(strapi, operation.id) : [] },
    };
  };

  /** Runs the operation, and waits for it if it is short. */
  const runAndFind = async (key: string, caller: string): Promise<BulkOperationResponse> => {
    const waiting = new AbortController();
    const run = runOperation(strapi, await getOperation(key));
    const timeout = sleep(MAX_WAIT_MS, undefined, { signal: waiting.signal }).catch(
      () => undefined
    );
    await Promise.race([run, timeout]);
    waiting.abort();
    return find(key, caller);
  };

  return {
    find,

    /**
     * Starts an action on the users in `ids`, or on those that match the selection.
     *
     * @param actor who starts it
     * @throws ValidationError for an unknown role or an invalid filter
     * @throws RateLimitError if too many operations are running
     */
    async start(request: BulkRequest, actor: string): Promise<BulkOperationResponse> {
      if (request.role !== undefined) {
        await getService(strapi, 'user-roles').findRole(request.role);
      }
      return runAndFind(await insertOperation(strapi, request, actor), actor);
    },

    /** The newest operations, running ones first. */
    async findAll(caller: string): Promise<BulkOperation[]> {
      const newest: Row[] = await operations().orderBy('id', 'desc').limit(MAX_LISTED);
      const active: Row[] = await running().orderBy('id', 'desc');
      const others = newest.filter(({ id }) => !active.some((row) => row.id === id));
      const rows = [...active, ...others].slice(0, MAX_LISTED).map(toOperation);
      return Promise.all(rows.map((row) => serialize(row, caller)));
    },

    /** The operations that have not ended, in the order in which they began. */
    async findTasks(): Promise<TaskStatus[]> {
      const rows: Row[] = await running().orderBy('id');
      return rows.map(toOperation).map(({ key, total, done, unchanged, failed }) => ({
        id: key,
        name: 'bulk',
        running: true,
        progress: { done: done + unchanged + failed, ...totalMeta(total) },
      }));
    },

    getAction: async (key: string) => (await getOperation(key)).request.action,

    /** Ends an operation after its current batch. An operation that has ended stays as it is. */
    async cancel(key: string, caller: string): Promise<BulkOperationResponse> {
      const { id } = await getOperation(key);
      await inTransaction(strapi, (trx) =>
        table(strapi, trx, BULK_OPERATION_UID)
          .where({ id })
          .whereNull('ended_at')
          .update({ is_cancelled: true })
      );
      return runAndFind(key, caller);
    },

    /**
     * Starts an operation that gives the users that were changed the blocks that they had before.
     *
     * @throws ConflictError if the operation cannot be undone, or has been
     */
    async undo(key: string, actor: string): Promise<BulkOperationResponse> {
      const undone = await getOperation(key);
      if (!canUndo(undone)) {
        throw new ConflictError(coded('bulk_not_undoable'));
      }
      return runAndFind(await insertUndo(strapi, undone, actor), actor);
    },

    async report(key: string, format: 'csv' | 'ndjson'): Promise<ExportedFile> {
      const { id, request } = await getOperation(key);
      return exportFile(readReport(strapi, id), {
        name: `bulk-${request.action}`,
        format,
        columns: ['user_id', 'result', 'reason'],
        valuesOf: (row) => row,
      });
    },
  };
};
