import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';

import { UIDS } from '../../../../shared/constants';
import {
  BULK_RESULTS,
  operationId,
  type BulkFailure,
  type BulkOperation,
  type BulkOperationResponse,
} from '../../../../shared/contracts/bulk';
import { SECOND_MS } from '../../../../shared/durations';
import { primaryIdentitiesWith } from '../../model/users/account-field-filters';
import { isUserId } from '../../model/users/find-user';
import { findMatches } from '../../model/users/matches';
import { searchUsers } from '../../model/users/search';
import { BULK_OPERATION_UID, BULK_RESULT_UID } from '../../runtime/database/plain-models';
import { asText, inTransaction, query, table, type Row } from '../../runtime/database/rows';
import { ConflictError } from '../../utils/errors';
import { exportFile, type ExportedFile } from '../../utils/export-file';
import { getService } from '../../utils/service';
import { toStorable } from '../../utils/storable-text';
import {
  canUndo,
  findOperation,
  insertResults,
  RESULTS_TTL_MS,
  serializeOperation,
  toOperation,
  type BulkRequest,
  type NewResult,
  type OperationRow,
  type StoredRequest,
} from './operation-rows';
import { removeJob, runOperation } from './run-operation';

/** PostgreSQL stores no NUL in JSON, and a search ignores it. */
const storableRequest = ({ selection, ...request }: StoredRequest): StoredRequest =>
  selection === undefined
    ? request
    : { ...request, selection: { ...selection, _q: selection._q && toStorable(selection._q) } };

declare module '../../utils/service' {
  interface Services {
    'user-bulk': ReturnType<typeof createUserBulk>;
  }
}

/** Most actions end within this time, so their response has the result. */
const MAX_WAIT_MS = 2 * SECOND_MS;

const MAX_RUNNING = 10;
const MAX_LISTED = 20;
const MAX_FAILURES = 100;
const BATCH = 1000;

/** Applies one action to many users, in the background. A failure for one user does not affect the others. */
export const createUserBulk = ({ strapi }: { strapi: Core.Strapi }) => {
  const operations = () => query(strapi, BULK_OPERATION_UID);
  const results = () => query(strapi, BULK_RESULT_UID);

  /** @throws NotFoundError */
  const getOperation = async (key: string): Promise<OperationRow> => {
    const operation = operationId.safeParse(key).success
      ? await findOperation(strapi, { key })
      : null;
    if (!operation) {
      throw new errors.NotFoundError(
        'This bulk operation does not exist, or its results were deleted'
      );
    }
    return operation;
  };

  const serialize = async (operation: OperationRow, caller: string): Promise<BulkOperation> => {
    const { undo_of: id } = operation;
    const undone = id === null ? null : await findOperation(strapi, { id });
    return serializeOperation(operation, undone?.key ?? null, caller);
  };

  const failuresOf = async ({ id, failed }: OperationRow): Promise<BulkFailure[]> => {
    const rows: Row[] =
      failed > 0
        ? await results()
            .where({ operation: id, result: 'failed' })
            .orderBy('id')
            .limit(MAX_FAILURES)
        : [];
    return rows.map((row) => ({
      documentId: asText(row.document_id),
      user_id: String(row.user_id),
      reason: asText(row.reason),
    }));
  };

  const find = async (key: string, caller: string): Promise<BulkOperationResponse> => {
    const operation = await getOperation(key);
    return {
      data: await serialize(operation, caller),
      meta: { failures: await failuresOf(operation) },
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

  /** The users with these ids, each once, and the ids without a user. */
  const resultsOf = async (ids: string[]): Promise<NewResult[]> => {
    const known = new Map<string, Row>();
    for (const column of ['document_id', 'user_id']) {
      const values = ids.filter((id) => isUserId(id) === (column === 'user_id'));
      const rows: Row[] =
        values.length > 0
          ? await query(strapi, UIDS.user)
              .whereIn(column, values)
              .select('id', 'document_id', 'user_id')
          : [];
      rows.forEach((row) => known.set(String(row[column]), row));
    }
    const seen = new Set<number>();
    return [...new Set(ids)].flatMap((id): NewResult[] => {
      const row = known.get(id);
      if (!row) {
        const reason = 'There is no user with this id';
        return [{ document_id: null, user_id: id, result: 'failed', reason }];
      }
      if (seen.has(row.id)) {
        return [];
      }
      seen.add(row.id);
      const [document_id, user_id] = [String(row.document_id), String(row.user_id)];
      return [{ document_id, user_id, result: 'pending' }];
    });
  };

  const requireRoom = async (): Promise<void> => {
    const running: Row[] = await operations().whereNull('ended_at').limit(MAX_RUNNING).select('id');
    if (running.length === MAX_RUNNING) {
      throw new errors.RateLimitError(
        `${MAX_RUNNING} bulk operations are running. Wait until one of them has ended.`
      );
    }
  };

  const insertOperation = (
    columns: Partial<OperationRow> & { request: StoredRequest },
    rows: NewResult[],
    undone?: OperationRow
  ): Promise<string> =>
    inTransaction(strapi, async (trx) => {
      if (undone) {
        const claimed = await table(strapi, trx, BULK_OPERATION_UID)
          .where({ id: undone.id, is_undone: false })
          .update({ is_undone: true });
        if (claimed !== 1) {
          throw new ConflictError('This bulk operation has been undone already');
        }
      }
      const key = randomUUID();
      await table(strapi, trx, BULK_OPERATION_UID).insert({
        undo_of: undone?.id ?? null,
        position: 0,
        last_id: 0,
        done: 0,
        unchanged: 0,
        failed: rows.filter(({ result }) => result === 'failed').length,
        is_cancelled: false,
        is_undone: false,
        started_at: new Date(),
        ...columns,
        key,
        request: JSON.stringify(columns.request),
      });
      const { id } = await table(strapi, trx, BULK_OPERATION_UID).where({ key }).first('id');
      await insertResults(strapi, trx, id, rows);
      return key;
    });

  /** The number of matching users, and the highest id: users who sign up later are left alone. */
  const measure = async (
    selection: NonNullable<BulkRequest['selection']>
  ): Promise<{ total: number; last_id: number }> => {
    // Throws for an invalid filter, before anything is stored.
    primaryIdentitiesWith(strapi, selection.filters.account_fields ?? {});
    const search = await searchUsers(strapi, selection._q);
    const { total = 0 } = await findMatches(strapi, { search, filters: selection.filters }, true);
    const [{ last }] = await query(strapi, UIDS.user).max({ last: 'id' });
    return { total, last_id: Number(last ?? 0) };
  };

  const reportRows = async function* (operation: number) {
    for (const result of BULK_RESULTS) {
      for (let last = 0; ;) {
        const rows: Row[] = await results()
          .where({ operation, result })
          .where('id', '>', last)
          .orderBy('id')
          .limit(BATCH);
        yield rows.map(({ user_id, reason }) => ({
          user_id: String(user_id),
          result,
          reason: asText(reason),
        }));
        if (rows.length < BATCH) {
          break;
        }
        last = rows[rows.length - 1].id;
      }
    }
  };

  const deleteResults = (operation: number): Promise<number> =>
    inTransaction(strapi, async (trx) => {
      const rows: Row[] = await table(strapi, trx, BULK_RESULT_UID)
        .where({ operation })
        .limit(BATCH)
        .select('id');
      const ids = rows.map(({ id }) => id);
      return table(strapi, trx, BULK_RESULT_UID).whereIn('id', ids).delete();
    });

  return {
    find,

    /**
     * Starts an action on the users in `ids`, or on those that match the selection.
     *
     * @param actor who starts it
     * @throws ValidationError for an unknown role or an invalid filter
     * @throws RateLimitError if too many operations are running
     */
    async start({ ids, ...given }: BulkRequest, actor: string): Promise<BulkOperationResponse> {
      const request = storableRequest(given);
      if (request.role !== undefined) {
        await getService(strapi, 'user-roles').findRole(request.role);
      }
      await requireRoom();
      const rows = ids ? await resultsOf(ids) : [];
      const size = request.selection ? await measure(request.selection) : { total: rows.length };
      const key = await insertOperation({ actor, request, ...size }, rows);
      return runAndFind(key, actor);
    },

    /** The newest operations, running ones first. */
    async findAll(caller: string): Promise<BulkOperation[]> {
      const newest: Row[] = await operations().orderBy('id', 'desc').limit(MAX_LISTED);
      const running: Row[] = await operations().whereNull('ended_at').orderBy('id', 'desc');
      const others = newest.filter(({ id }) => !running.some((row) => row.id === id));
      const rows = [...running, ...others].slice(0, MAX_LISTED).map(toOperation);
      return Promise.all(rows.map((row) => serialize(row, caller)));
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
        throw new ConflictError(
          'Only a block or unblock that has ended, changed users and was not undone can be undone'
        );
      }
      await requireRoom();
      const request: StoredRequest = {
        action: undone.request.action === 'block' ? 'unblock' : 'block',
        history: 'keep',
      };
      const undoKey = await insertOperation({ actor, request, total: undone.done }, [], undone);
      return runAndFind(undoKey, actor);
    },

    async report(key: string, format: 'csv' | 'ndjson'): Promise<ExportedFile> {
      const { id, request } = await getOperation(key);
      return exportFile(reportRows(id), {
        name: `bulk-${request.action}`,
        format,
        columns: ['user_id', 'result', 'reason'],
        valuesOf: (row) => row,
      });
    },

    /** Continues the operations that no instance runs, such as those of a server that crashed. */
    async resume(): Promise<void> {
      try {
        const rows: Row[] = await operations().whereNull('ended_at').orderBy('id');
        await Promise.all(rows.map((row) => runOperation(strapi, toOperation(row))));
      } catch (error) {
        getService(strapi, 'capture-errors').add('the bulk actions', error);
      }
    },

    /** Deletes expired operations with their results. @param save renews the lease of the job */
    async sweep(save: () => Promise<void>): Promise<void> {
      const rows: Row[] = await operations()
        .where('ended_at', '<', new Date(Date.now() - RESULTS_TTL_MS))
        // An undo that runs still needs them.
        .whereNotIn(
          'id',
          operations().whereNull('ended_at').whereNotNull('undo_of').select('undo_of')
        )
        .select('id', 'key');
      for (const { id, key } of rows) {
        for (let deleted = BATCH; deleted > 0;) {
          deleted = await deleteResults(id);
          await save();
        }
        await removeJob(strapi, String(key));
        await inTransaction(strapi, (trx) =>
          table(strapi, trx, BULK_OPERATION_UID).where({ id }).delete()
        );
      }
    },
  };
};
