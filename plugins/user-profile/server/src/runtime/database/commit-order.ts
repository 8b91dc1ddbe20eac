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

const newestId = async (strapi: Core.Strapi, uid: string): Promise<number> =>
  Number((await query(strapi, uid).max({ id: 'id' }).first())?.id ?? 0);

/** The id up to which every row is visible, or will never exist. */
const lastCommittedId = async (strapi: Core.Strapi, uid: string): Promise<number> => {
  // The order matters: a row below `last` that is not visible yet was locked before this query.
  const last = await newestId(strapi, uid);
  const { rows } = await strapi.db.connection.raw(
    `select min(objid::bigint) as place from pg_locks
      where locktype = 'advisory' and objsubid = 2 and classid::bigint = ?
        and database = (select oid from pg_database where datname = current_database())`,
    [lockSpaceOf(qualifiedTable(strapi, uid))]
  );
  return rows[0].place === null ? last : Math.min(last, Number(rows[0].place));
};

/** Covers the longest transactions of the plugin and the clock differences of instances. */
const MARGIN_MS = 10_000;

const isYoung = (row: Row, since: Date): boolean => (asDate(row.created_at) ?? new Date(0)) > since;

interface CommittedRows {
  rows: Row[];
  /** The id up to which no row appears later that the query would have found. At least that of the last row. */
  readTo: number;
}

/** Reads the newest rows only: those of the margin, and one before them. */
const newestBefore = async (strapi: Core.Strapi, uid: string, until: Date): Promise<number> => {
  const row: Row | undefined = await query(strapi, uid)
    .where('created_at', '<=', until)
    .orderBy('id', 'desc')
    .first('id');
  return row?.id ?? 0;
};

/** MariaDB offers no view of locks: rows become readable after some seconds, and one that commits later is skipped. */
const withoutYoung = async (
  strapi: Core.Strapi,
  uid: string,
  rows: Knex.QueryBuilder
): Promise<CommittedRows> => {
  const since = new Date(Date.now() - MARGIN_MS);
  const old = await newestBefore(strapi, uid, since);
  const found: Row[] = await rows;
  const young = found.findIndex((row) => isYoung(row, since));
  const read = young < 0 ? found : found.slice(0, young);
  const last = read.at(-1)?.id ?? 0;
  // The clocks of instances differ, so a young row can be followed by an old one.
  const isBefore = young < 0 || old < found[young].id;
  return { rows: read, readTo: isBefore ? Math.max(last, old) : last };
};

/** Runs a query that is ordered by id, without the rows that others could still precede. */
export const committedRows = async (
  strapi: Core.Strapi,
  uid: string,
  rows: Knex.QueryBuilder
): Promise<CommittedRows> => {
  const { client } = strapi.db.dialect;
  if (client === 'postgres') {
    const last = await lastCommittedId(strapi, uid);
    return { rows: await rows.where('id', '<=', last), readTo: last };
  }
  if (client !== 'sqlite') {
    return withoutYoung(strapi, uid, rows);
  }
  // Before the rows: one that is written in between may be none that the query finds.
  const newest = await newestId(strapi, uid);
  const found: Row[] = await rows;
  return { rows: found, readTo: Math.max(newest, found.at(-1)?.id ?? 0) };
};
