import { createHash } from 'node:crypto';

import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { asDate, query, type Row } from './rows';

/**
 * Ids are given out in another order than transactions commit: whoever follows a table by id could
 * pass a row by that appears late. SQLite has one writer at a time, and so no such rows.
 *
 * On PostgreSQL every transaction that inserts first takes a shared lock on the newest id that it
 * sees, below any id that it can be given. Nobody ever waits for these locks; what they name is where
 * a reader has to stop. They go when the transaction is over, however it ends and however long it
 * took, a moment after its rows can be seen.
 */
const LOCK_SPACE_BYTES = 4;

const tableOf = (strapi: Core.Strapi, uid: string): string => {
  const { tableName } = strapi.db.metadata.get(uid);
  const schema = strapi.db.getSchemaName();
  return schema ? `${schema}.${tableName}` : tableName;
};

/** A number for the table: advisory locks are those of the whole database. */
const lockSpaceOf = (table: string): number =>
  createHash('sha256').update(table).digest().readUIntBE(0, LOCK_SPACE_BYTES) >>> 1;

/**
 * Once it has its first one, a transaction takes no other: each lock is a place in PostgreSQL's memory.
 * It takes it again before each row, since a savepoint that is rolled back gives it up.
 */
const heldWatermarks = new WeakMap<Knex.Transaction, number>();

/** Must come before each INSERT into a table that is followed by id. */
export const lockWatermark = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  uid: string
): Promise<void> => {
  if (strapi.db.dialect.client !== 'postgres') {
    return;
  }
  const table = tableOf(strapi, uid);
  const space = lockSpaceOf(table);
  const watermark = heldWatermarks.get(trx);
  if (watermark !== undefined) {
    await trx.raw('select pg_advisory_xact_lock_shared(?, ?)', [space, watermark]);
    return;
  }
  const { rows } = await trx.raw(
    'select newest, pg_advisory_xact_lock_shared(?, newest) from (select coalesce(max(id), 0) as newest from ??) as seen',
    [space, table]
  );
  heldWatermarks.set(trx, Number(rows[0].newest));
};

/** The id up to which every row can be seen, or will never be. */
const settledId = async (strapi: Core.Strapi, uid: string): Promise<number> => {
  // The order matters: a row below `newest` that is not there yet had its lock before this look.
  const newest = await query(strapi, uid).max({ id: 'id' }).first();
  const { rows } = await strapi.db.connection.raw(
    `select min(objid::bigint) as place from pg_locks
      where locktype = 'advisory' and objsubid = 2 and classid::bigint = ?
        and database = (select oid from pg_database where datname = current_database())`,
    [lockSpaceOf(tableOf(strapi, uid))]
  );
  const last = Number(newest?.id ?? 0);
  return rows[0].place === null ? last : Math.min(last, Number(rows[0].place));
};

/** Longer than the plugin's transactions take, and the clocks of instances differ. */
const MARGIN_MS = 10_000;

const isYoung = (row: Row): boolean =>
  (asDate(row.created_at)?.getTime() ?? 0) > Date.now() - MARGIN_MS;

/**
 * Runs a query that is ordered by id and leaves out what rows could still appear before. MariaDB has
 * no locks that could tell: there, rows wait for some seconds, and one that takes longer is missed.
 */
export const committedRows = async (
  strapi: Core.Strapi,
  uid: string,
  query: Knex.QueryBuilder
): Promise<Row[]> => {
  const { client } = strapi.db.dialect;
  if (client === 'postgres') {
    return query.where('id', '<=', await settledId(strapi, uid));
  }
  const rows: Row[] = await query;
  const young = client === 'sqlite' ? -1 : rows.findIndex(isYoung);
  return young < 0 ? rows : rows.slice(0, young);
};
