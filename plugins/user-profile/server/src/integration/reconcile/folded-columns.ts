import type { Core } from '@strapi/types';

import { UIDS } from '../../../../shared/constants';
import { FOLDED_COLUMNS, foldedCopies, SOURCE_COLUMNS } from '../../model/users/folded-columns';
import { findUnsearchable, writeSearchTexts } from '../../model/users/search-table';
import { inTransaction, table, type Row } from '../../runtime/database/rows';
import type { RowBatch } from './progress';

const BATCH = 250;

const COLUMNS = ['id', ...SOURCE_COLUMNS, ...FOLDED_COLUMNS];

const isStale = (row: Row): boolean =>
  Object.entries(foldedCopies(row)).some(([column, folded]) => row[column] !== folded);

/**
 * Reads the next users, to fill their folded columns and search texts: for rows that are older than the
 * columns, and for writes that bypass the plugin.
 *
 * @param after the id of the last user of the previous batch; 0 for the first batch
 */
export const foldUsers = async (strapi: Core.Strapi, after: number): Promise<RowBatch> => {
  const { rows, stale } = await inTransaction(strapi, async (trx) => {
    const read: Row[] = await table(strapi, trx, UIDS.user)
      .where('id', '>', after)
      .orderBy('id')
      .limit(BATCH)
      .select(COLUMNS);
    const last = read.at(-1)?.id ?? after;
    const unsearchable = await findUnsearchable(strapi, trx, after, last);
    return { rows: read, stale: [...read.filter(isStale).map(({ id }) => id), ...unsearchable] };
  });
  const write = async (): Promise<void> => {
    if (stale.length === 0) {
      return;
    }
    await inTransaction(strapi, async (trx) => {
      const users = () => table(strapi, trx, UIDS.user);
      // Locked and read again: a name that changes now must not get the copy of the old one.
      const locked: Row[] = await users()
        .whereIn('id', stale)
        .orderBy('id')
        .forUpdate()
        .select(COLUMNS);
      if (locked.length === 0) {
        return;
      }
      // An INSERT that meets rows with these ids updates them: one statement for all, on every database.
      await users()
        .insert(locked.map((row) => ({ id: row.id, ...foldedCopies(row) })))
        .onConflict('id')
        .merge([...FOLDED_COLUMNS]);
      // Triggers write the search texts, unless they were missing.
      await writeSearchTexts(
        strapi,
        trx,
        locked.map(({ id }) => id)
      );
    });
  };
  return { write, last: rows.length < BATCH ? null : rows[rows.length - 1].id, size: rows.length };
};
