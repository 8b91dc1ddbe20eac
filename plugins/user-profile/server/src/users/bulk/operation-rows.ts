import type { Core } from '@strapi/types';
import type { z } from '@strapi/utils';

import type { BulkOperation, bulkUsersBody } from '../../../../shared/contracts/bulk';
import { DAY_MS } from '../../../../shared/durations';
import { BULK_OPERATION_UID } from '../../runtime/database/plain-models';
import { asBoolean, asDate, asJson, query, type Row } from '../../runtime/database/rows';
import { totalMeta } from '../../runtime/paging';
import type { Reason } from '../../utils/errors';

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
  error: Reason | null;
  started_at: Date | null;
  ended_at: Date | null;
}

export const toOperation = (row: Row): OperationRow => ({
  id: Number(row.id),
  key: String(row.key),
  actor: String(row.actor),
  request: asJson<StoredRequest>(row.request, { action: 'unblock' }),
  undo_of: row.undo_of === null ? null : Number(row.undo_of),
  total: Number(row.total),
  position: Number(row.position),
  last_id: Number(row.last_id),
  done: Number(row.done),
  unchanged: Number(row.unchanged),
  failed: Number(row.failed),
  is_cancelled: asBoolean(row.is_cancelled),
  is_undone: asBoolean(row.is_undone),
  error: asJson<Reason | null>(row.error, null),
  started_at: asDate(row.started_at),
  ended_at: asDate(row.ended_at),
});

/** Whether the action blocks or unblocks. */
export const changesBlocks = ({ action }: StoredRequest): boolean =>
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
  changesBlocks(operation.request) &&
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

export const findOperation = async (
  strapi: Core.Strapi,
  where: Record<string, unknown>
): Promise<OperationRow | null> => {
  const row: Row | undefined = await query(strapi, BULK_OPERATION_UID).where(where).first();
  return row ? toOperation(row) : null;
};
