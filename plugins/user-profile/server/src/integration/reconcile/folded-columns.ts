import { setImmediate as yieldToEventLoop } from 'node:timers/promises';

import type { Core } from '@strapi/types';

import { UIDS } from '../../../../shared/constants';
import { FOLDED_COLUMNS, foldedCopies, SOURCE_COLUMNS } from '../../model/users/folded-columns';
import { inTransaction, table, type Row } from '../../runtime/database/rows';

const BATCH = 1000;

const COLUMNS = ['id', ...SOURCE_COLUMNS, ...FOLDED_COLUMNS];

const isStale = (row: Row): boolean =>
  Object.entries(foldedCopies(row)).some(([column, folded]) => row[column] !== folded);

/**
 * Fills the folded columns of the next users: for rows that are older than the columns, and for writes that
 * bypass the plugin.
 *
 * @param after the id of the last user of the previous batch; 0 for the first batch
 * @returns the id of the last user of this batch; null after the last one
 */
export const foldUsers = async (strapi: Core.Strapi, after: number): Promise<number | null> => {
  const rows: Row[] = await inTransaction(strapi, (trx) =>
    table(strapi, trx, UIDS.user).where('id', '>', after).orderBy('id').limit(BATCH).select(COLUMNS)
  );
  const stale = rows.filter(isStale).map(({ id }) => id);
  if (stale.length > 0) {
    await inTransaction(strapi, async (trx) => {
      const users = () => table(strapi, trx, UIDS.user);
      // Locked and read again: a name that changes now must not get the copy of the old one.
      const locked: Row[] = await users()
        .whereIn('id', stale)
        .orderBy('id')
        .forUpdate()
        .select(COLUMNS);
      for (const row of locked) {
        await users().where({ id: row.id }).update(foldedCopies(row));
      }
    });
  }
  await yieldToEventLoop();
  return rows.length < BATCH ? null : rows[rows.length - 1].id;
};
