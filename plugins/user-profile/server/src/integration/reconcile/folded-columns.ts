import { setImmediate as yieldToEventLoop } from 'node:timers/promises';

import type { Core } from '@strapi/types';

import { UIDS } from '../../../../shared/constants';
import { FOLDED_COLUMNS, foldedCopies, SOURCE_COLUMNS } from '../../model/users/folded-columns';
import { findUnsearchable, writeSearchTexts } from '../../model/users/search-table';
import { inTransaction, table, type Row } from '../../runtime/database/rows';

const BATCH = 1000;

const COLUMNS = ['id', ...SOURCE_COLUMNS, ...FOLDED_COLUMNS];

const isStale = (row: Row): boolean =>
  Object.entries(foldedCopies(row)).some(([column, folded]) => row[column] !== folded);

/**
 * Fills the folded columns and search texts of the next users: for rows that are older than the columns, and for writes that
 * bypass the plugin.
 *
 * @param after the id of the last user of the previous batch; 0 for the first batch
 * @returns the id of the last user of this batch; null after the last one
 */
export const foldUsers = async (strapi: Core.Strapi, after: number): Promise<number | null> => {
  const { last, stale } = await inTransaction(strapi, async (trx) => {
    const rows: Row[] = await table(strapi, trx, UIDS.user)
      .where('id', '>', after)
      .orderBy('id')
      .limit(BATCH)
      .select(COLUMNS);
    const end = rows.at(-1)?.id ?? after;
    return {
      last: rows.length < BATCH ? null : end,
      stale: [
        ...rows.filter(isStale).map(({ id }) => id),
        ...(await findUnsearchable(strapi, trx, after, end)),
      ],
    };
  });
  if (stale.length > 0) {
    await inTransaction(strapi, async (trx) => {
      const users = () => table(strapi, trx, UIDS.user);
      // Locked and read again: a name that changes now must not get the copy of the old one.
      const locked: Row[] = await users()
        .whereIn('id', stale)
        .orderBy('id')
        .forUpdate()
        .select(COLUMNS);
      for (const row of locked.filter(isStale)) {
        await users().where({ id: row.id }).update(foldedCopies(row));
      }
      // Triggers write the search texts, unless they were missing.
      await writeSearchTexts(
        strapi,
        trx,
        locked.map(({ id }) => id)
      );
    });
  }
  await yieldToEventLoop();
  return last;
};
