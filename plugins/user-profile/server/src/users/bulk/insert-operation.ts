import { randomUUID } from 'node:crypto';

import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';
import type { Knex } from 'knex';

import { UIDS } from '../../../../shared/constants';
import { toStorable } from '../../../../shared/storable-text';
import { primaryIdentitiesWith } from '../../model/users/account-field-filters';
import { isUserId } from '../../model/users/find-user';
import { findMatches } from '../../model/users/matches';
import { searchUsers } from '../../model/users/search';
import { BULK_OPERATION_UID } from '../../runtime/database/plain-models';
import { inTransaction, query, table, type Row } from '../../runtime/database/rows';
import { coded, codedError, ConflictError } from '../../utils/errors';
import type { BulkRequest, OperationRow, StoredRequest } from './operation-rows';
import { insertResults, type NewResult } from './result-rows';

const MAX_RUNNING = 10;

/** PostgreSQL stores no NUL in JSON, and a search ignores it. */
const storableRequest = ({ selection, ...request }: StoredRequest): StoredRequest =>
  selection === undefined
    ? request
    : { ...request, selection: { ...selection, _q: selection._q && toStorable(selection._q) } };

/** The users with these ids, each once, and the ids without a user. */
const resultsOf = async (strapi: Core.Strapi, ids: string[]): Promise<NewResult[]> => {
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
      const reason = coded('user_not_found');
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

/** The number of matching users, and the highest id: users who sign up later are left alone. */
const measure = async (
  strapi: Core.Strapi,
  { _q, filters }: NonNullable<BulkRequest['selection']>
): Promise<{ total: number; last_id: number }> => {
  // Throws for an invalid filter, before anything is stored.
  primaryIdentitiesWith(strapi, filters.account_fields ?? {});
  const search = await searchUsers(strapi, _q);
  const { total = 0 } = await findMatches(strapi, { search, filters }, true);
  const [{ last }] = await query(strapi, UIDS.user).max({ last: 'id' });
  return { total, last_id: Number(last ?? 0) };
};

const requireRoom = async (strapi: Core.Strapi): Promise<void> => {
  const running: Row[] = await query(strapi, BULK_OPERATION_UID)
    .whereNull('ended_at')
    .limit(MAX_RUNNING)
    .select('id');
  if (running.length === MAX_RUNNING) {
    throw new errors.RateLimitError(...codedError('bulk_too_many', { max: MAX_RUNNING }));
  }
};

type Columns = Pick<OperationRow, 'actor' | 'request' | 'total'> &
  Partial<Pick<OperationRow, 'last_id' | 'undo_of'>>;

/** @returns the key of the operation */
const insert = (
  strapi: Core.Strapi,
  columns: Columns,
  rows: NewResult[],
  prepare: (trx: Knex.Transaction) => Promise<void> = async () => undefined
): Promise<string> =>
  inTransaction(strapi, async (trx) => {
    await prepare(trx);
    const key = randomUUID();
    await table(strapi, trx, BULK_OPERATION_UID).insert({
      undo_of: null,
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

/**
 * @returns the key of the operation
 * @throws ValidationError for an invalid filter
 * @throws RateLimitError if too many operations are running
 */
export const insertOperation = async (
  strapi: Core.Strapi,
  { ids, ...given }: BulkRequest,
  actor: string
): Promise<string> => {
  const request = storableRequest(given);
  await requireRoom(strapi);
  const rows = ids ? await resultsOf(strapi, ids) : [];
  const size = request.selection
    ? await measure(strapi, request.selection)
    : { total: rows.length };
  return insert(strapi, { actor, request, ...size }, rows);
};

/**
 * Inserts the operation that undoes a block or unblock.
 *
 * @returns the key of the operation
 * @throws ConflictError if the other operation has been undone already
 * @throws RateLimitError if too many operations are running
 */
export const insertUndo = async (
  strapi: Core.Strapi,
  { id, request: { action }, done: total }: OperationRow,
  actor: string
): Promise<string> => {
  await requireRoom(strapi);
  const request: StoredRequest = { action: action === 'block' ? 'unblock' : 'block' };
  return insert(strapi, { actor, request, total, undo_of: id }, [], async (trx) => {
    const claimed = await table(strapi, trx, BULK_OPERATION_UID)
      .where({ id, is_undone: false })
      .update({ is_undone: true });
    if (claimed !== 1) {
      throw new ConflictError(coded('bulk_already_undone'));
    }
  });
};
