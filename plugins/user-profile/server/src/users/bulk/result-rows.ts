import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import {
  BULK_RESULTS,
  type BulkFailure,
  type BulkResultCode,
} from '../../../../shared/contracts/bulk';
import type { ErrorCodeDetails } from '../../../../shared/error-texts';
import type { Block } from '../../login/set-blocked';
import { BULK_OPERATION_UID, BULK_RESULT_UID } from '../../runtime/database/plain-models';
import {
  asDate,
  asJson,
  asText,
  inTransaction,
  query,
  table,
  type Row,
} from '../../runtime/database/rows';
import type { Reason } from '../../utils/errors';
import { groupBy } from '../../utils/group-by';

/** A user of an operation. */
export interface ResultRow {
  id: number;
  document_id: string;
  user_id: string;
  before: Block | null;
}

const columnsOf = (
  reason: Reason | null | undefined
): { reason: string | null; details: string | null } => {
  const { message = null, code, params } = reason ?? {};
  return { reason: message, details: code ? JSON.stringify({ code, params }) : null };
};

/** A row that is written before the user is changed. */
export interface NewResult {
  document_id: string | null;
  user_id: string;
  result: 'pending' | BulkResultCode;
  reason?: Reason;
  before?: Block | null;
}

export interface BulkOutcome {
  result: BulkResultCode;
  reason?: Reason;
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
      rows.slice(from, from + INSERTED_TOGETHER).map(({ reason, before, ...row }) => ({
        ...row,
        ...columnsOf(reason),
        operation,
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
  outcomes: Map<number, BulkOutcome>
): Promise<void> => {
  const groups = groupBy(outcomes, ([, { result, reason = null, before = null }]) =>
    JSON.stringify({ result, reason, before })
  );
  const counts = { done: 0, unchanged: 0, failed: 0 };
  for (const [key, group] of groups) {
    const ids = group.map(([id]) => id);
    const { result, reason, before } = JSON.parse(key) as Required<BulkOutcome>;
    counts[result] += await table(strapi, trx, BULK_RESULT_UID)
      .whereIn('id', ids)
      .where({ result: 'pending' })
      .update({ result, ...columnsOf(reason), before: before && JSON.stringify(before) });
  }
  await table(strapi, trx, BULK_OPERATION_UID).where({ id: operation }).increment(counts);
};

const MAX_FAILURES = 100;

/** The first users that an operation could not change. */
export const readFailures = async (
  strapi: Core.Strapi,
  operation: number
): Promise<BulkFailure[]> => {
  const rows: Row[] = await query(strapi, BULK_RESULT_UID)
    .where({ operation, result: 'failed' })
    .orderBy('id')
    .limit(MAX_FAILURES);
  return rows.map((row) => ({
    documentId: asText(row.document_id),
    user_id: String(row.user_id),
    reason: asText(row.reason),
    ...asJson<Partial<ErrorCodeDetails>>(row.details, {}),
  }));
};

const BATCH = 1000;

/** All results of an operation, the failed ones first. */
export const readReport = async function* (strapi: Core.Strapi, operation: number) {
  for (const result of BULK_RESULTS) {
    for (let last = 0; ;) {
      const rows: Row[] = await query(strapi, BULK_RESULT_UID)
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

/**
 * Deletes some of the results.
 * @returns whether there may be more
 */
export const deleteSomeResults = (strapi: Core.Strapi, operation: number): Promise<boolean> =>
  inTransaction(strapi, async (trx) => {
    const rows: Row[] = await table(strapi, trx, BULK_RESULT_UID)
      .where({ operation })
      .limit(BATCH)
      .select('id');
    const ids = rows.map(({ id }) => id);
    await table(strapi, trx, BULK_RESULT_UID).whereIn('id', ids).delete();
    return rows.length === BATCH;
  });
