import { createHash } from 'node:crypto';

import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { asDate, query, tableName, type Row } from './rows';

/**
 * Ids are assigned before commit, so transactions can commit out of id order. A reader that pages by id could
 * skip a row that commits late. SQLite has a single writer and is not affected.
 *
 * On PostgreSQL every transaction that inserts first takes a shared advisory lock on the newest id that it
 * sees, which is lower than any id that it can be assigned. Shared locks do not block each other: they only
 * show readers where to stop. PostgreSQL releases them when the transaction ends, after its rows are visible.
 */
const LOCK_SPACE_BYTES = 4;

const qualifiedTable = (strapi: Core.Strapi, uid: string): string => {
  const name = tableName(strapi, uid);
  const schema = strapi.db.getSchemaName();
  return schema ? `${schema}.${name}` : name;
};

/** A number for the table, because advisory locks are shared by the whole database. */
const lockSpaceOf = (table: string): number =>
  createHash('sha256').update(table).digest().readUIntBE(0, LOCK_SPACE_BYTES) >>> 1;

/**
 * A transaction locks one id only, because each lock takes shared memory of PostgreSQL. It repeats the lock
 * before each row, since the rollback of a savepoint releases locks taken in it.
 */
const heldWatermarks = new WeakMap<Knex.Transaction, number>();

/**
 * Must run before each INSERT into a table that readers page by id.
 *
 * @param lockTimeout how long this and later statements of the transaction wait for a lock, in milliseconds. It
 * is set in the same round trip, because every login needs it.
 */
export const lockWatermark = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  uid: string,
  lockTimeout?: number
): Promise<void> => {
  if (strapi.db.dialect.client !== 'postgres') {
    return;
  }
  const table = qualifiedTable(strapi, uid);
  const known = heldWatermarks.get(trx);
  const newest = known ?? trx.raw('(select coalesce(max(id), 0) from ??)', [table]);
  const lock = trx.raw(
    'select newest, pg_advisory_xact_lock_shared(?, newest) from (select ?::int as newest) as seen',
    [lockSpaceOf(table), newest]
  );
  if (lockTimeout === undefined) {
    const { rows } = await lock;
    heldWatermarks.set(trx, Number(rows[0].newest));
    return;
  }
  // Without parameters, the driver sends both statements at once. The table may be locked, so the time is limited
  // first.
  const [, { rows }] = await trx.raw(
    `set local lock_timeout = ${Number(lockTimeout)}; ${lock.toString()}`
  );
  heldWatermarks.set(trx, Number(rows[0].newest));
};

/** The id up to which every row is visible, or will never exist. */
const lastCommittedId = async (strapi: Core.Strapi, uid: string): Promise<number> => {
  // The order matters: a row below `newest` that is not visible yet was locked before this query.
  const newest = await query(strapi, uid).max({ id: 'id' }).first();
  const { rows } = await strapi.db.connection.raw(
    `select min(objid::bigint) as place from pg_locks
      where locktype = 'advisory' and objsubid = 2 and classid::bigint = ?
        and database = (select oid from pg_database where datname = current_database())`,
    [lockSpaceOf(qualifiedTable(strapi, uid))]
  );
  const last = Number(newest?.id ?? 0);
  return rows[0].place === null ? last : Math.min(last, Number(rows[0].place));
};

/** Covers the longest transactions of the plugin and the clock differences of instances. */
const MARGIN_MS = 10_000;

const isYoung = (row: Row): boolean =>
  (asDate(row.created_at)?.getTime() ?? 0) > Date.now() - MARGIN_MS;

/**
 * Runs a query that is ordered by id, without the rows that others could still precede. MariaDB offers no view
 * of locks for this: rows become readable after some seconds, and a row that commits later is skipped.
 */
export const committedRows = async (
  strapi: Core.Strapi,
  uid: string,
  query: Knex.QueryBuilder
): Promise<Row[]> => {
  const { client } = strapi.db.dialect;
  if (client === 'postgres') {
    return query.where('id', '<=', await lastCommittedId(strapi, uid));
  }
  const rows: Row[] = await query;
  const young = client === 'sqlite' ? -1 : rows.findIndex(isYoung);
  return young < 0 ? rows : rows.slice(0, young);
};
