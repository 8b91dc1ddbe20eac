import type { Core } from '@strapi/types';
import type { z } from '@strapi/utils';
import type { Knex } from 'knex';

import type {
  BulkOperation,
  BulkResultCode,
  bulkUsersBody,
} from '../../../../shared/contracts/bulk';
import { DAY_MS } from '../../../../shared/durations';
import type { Block } from '../../login/set-blocked';
import { BULK_OPERATION_UID, BULK_RESULT_UID } from '../../runtime/database/plain-models';
import {
  asBoolean,
  asDate,
  asJson,
  asText,
  query,
  table,
  type Row,
} from '../../runtime/database/rows';
import { totalMeta } from '../../runtime/paging';

export type BulkRequest = z.output<typeof bulkUsersBody>['data'];

/** Ids are result rows instead. */
export type StoredRequest = Omit<BulkRequest, 'ids'>;

/** How long results can be read and undone after the end. */
export const RESULTS_TTL_MS = 7 * DAY_MS;

/** A row of the operations table, in the types that all databases share. */
export interface OperationRow {
  id: number;
  key: string;
  actor: string;
  request: StoredRequest;
  undo_of: number | null;
  total: number;
  position: number;
  last_id: number;
  done: number;
  unchanged: number;
  failed: number;
  is_cancelled: boolean;
  is_undone: boolean;
  error: string | null;
  started_at: Date | null;
  ended_at: Date | null;
}

export const toOperation = (row: Row): OperationRow => ({
  id: Number(row.id),
  key: String(row.key),
  actor: String(row.actor),
  request: asJson<StoredRequest>(row.request, { action: 'unblock', history: 'keep' }),
  undo_of: row.undo_of === null ? null : Number(row.undo_of),
  total: Number(row.total),
  position: Number(row.position),
  last_id: Number(row.last_id),
  done: Number(row.done),
  unchanged: Number(row.unchanged),
  failed: Number(row.failed),
  is_cancelled: asBoolean(row.is_cancelled),
  is_undone: asBoolean(row.is_undone),
  error: asText(row.error),
  started_at: asDate(row.started_at),
  ended_at: asDate(row.ended_at),
});

/** What the action of a request makes of the block of a user. */
export const isBlocking = ({ action }: StoredRequest): boolean =>
  action === 'block' || action === 'unblock';

const statusOf = ({ ended_at, error, is_cancelled }: OperationRow): BulkOperation['status'] => {
  if (!ended_at) {
    return 'running';
  }
  if (error !== null) {
    return 'failed';
  }
  return is_cancelled ? 'cancelled' : 'finished';
};

export const canUndo = (operation: OperationRow): boolean =>
  isBlocking(operation.request) &&
  operation.ended_at !== null &&
  operation.ended_at.getTime() > Date.now() - RESULTS_TTL_MS &&
  operation.undo_of === null &&
  !operation.is_undone &&
  operation.done > 0;

/** @param caller who asks for it */
export const serializeOperation = (
  operation: OperationRow,
  undoneKey: string | null,
  caller: string
): BulkOperation => {
  const { key, request, ended_at: endedAt, started_at: startedAt } = operation;
  return {
    id: key,
    action: request.action,
    status: statusOf(operation),
    by_selection: request.selection !== undefined,
    ...totalMeta(operation.total),
    done: operation.done,
    unchanged: operation.unchanged,
    failed: operation.failed,
    error: operation.error,
    actor: operation.actor,
    is_own: operation.actor === caller,
    undo_of: undoneKey,
    can_undo: canUndo(operation),
    started_at: (startedAt ?? new Date(0)).toISOString(),
    ended_at: endedAt?.toISOString() ?? null,
    expires_at: endedAt ? new Date(endedAt.getTime() + RESULTS_TTL_MS).toISOString() : null,
  };
};

/** A user of an operation. */
export interface ResultRow {
  id: number;
  document_id: string;
  user_id: string;
  before: Block | null;
}

/** A row that is written before the user is changed. */
export interface NewResult {
  document_id: string | null;
  user_id: string;
  result: 'pending' | BulkResultCode;
  reason?: string;
  before?: Block | null;
}

export interface Outcome {
  result: BulkResultCode;
  reason?: string;
  before?: Block;
}

const INSERTED_TOGETHER = 250;

export const insertResults = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  operation: number,
  rows: NewResult[]
): Promise<void> => {
  for (let from = 0; from < rows.length; from += INSERTED_TOGETHER) {
    await table(strapi, trx, BULK_RESULT_UID).insert(
      rows.slice(from, from + INSERTED_TOGETHER).map(({ reason = null, before, ...row }) => ({
        ...row,
        operation,
        reason,
        before: before ? JSON.stringify(before) : null,
      }))
    );
  }
};

const parseBlock = (value: unknown): Block | null => {
  const block = asJson<Block | null>(value, null);
  return block && { ...block, blocked_until: asDate(block.blocked_until) };
};

const toResult = (row: Row): ResultRow => ({
  id: Number(row.id),
  document_id: String(row.document_id),
  user_id: String(row.user_id),
  before: parseBlock(row.before),
});

export const readPending = async (
  strapi: Core.Strapi,
  operation: number,
  limit: number
): Promise<ResultRow[]> => {
  const rows: Row[] = await query(strapi, BULK_RESULT_UID)
    .where({ operation, result: 'pending' })
    .orderBy('id')
    .limit(limit);
  return rows.map(toResult);
};

/** The users that an operation changed, after the one in the row with the id `after`. */
export const readChanged = async (
  strapi: Core.Strapi,
  operation: number,
  after: number,
  limit: number
): Promise<ResultRow[]> => {
  const rows: Row[] = await query(strapi, BULK_RESULT_UID)
    .where({ operation, result: 'done' })
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit);
  return rows.map(toResult);
};

/** Stores the outcomes of pending rows, and counts them. Equal outcomes share one statement. */
export const storeOutcomes = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  operation: number,
  outcomes: Map<number, Outcome>
): Promise<void> => {
  const groups = new Map<string, number[]>();
  for (const [id, { result, reason = null, before = null }] of outcomes) {
    const key = JSON.stringify({ result, reason, before });
    groups.set(key, [...(groups.get(key) ?? []), id]);
  }
  const counts = { done: 0, unchanged: 0, failed: 0 };
  for (const [key, ids] of groups) {
    const { result, reason, before } = JSON.parse(key) as Required<Outcome>;
    counts[result] += await table(strapi, trx, BULK_RESULT_UID)
      .whereIn('id', ids)
      .where({ result: 'pending' })
      .update({ result, reason, before: before && JSON.stringify(before) });
  }
  await table(strapi, trx, BULK_OPERATION_UID).where({ id: operation }).increment(counts);
};

export const findOperation = async (
  strapi: Core.Strapi,
  where: Record<string, unknown>
): Promise<OperationRow | null> => {
  const row: Row | undefined = await query(strapi, BULK_OPERATION_UID).where(where).first();
  return row ? toOperation(row) : null;
};
