import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { SECOND_MS } from '../../../../shared/durations';
import { createAsyncContext } from '../../utils/async-context';
import { JOB_UID } from './plain-models';

/** A row as the driver returns it. For the plugin's types, column names equal attribute names. */
export type Row = Record<string, unknown> & { id: number };

export const tableName = (strapi: Core.Strapi, uid: string): string =>
  strapi.db.metadata.get(uid).tableName;

/** The column of an attribute; undefined for relations and unknown attributes. */
export const columnOf = (
  strapi: Core.Strapi,
  uid: string,
  attribute: string
): string | undefined => {
  const { columnName } = (strapi.db.metadata.get(uid).attributes[attribute] ?? {}) as {
    columnName?: string;
  };
  return columnName;
};

type Derive = (columns: Record<string, unknown>) => Record<string, unknown>;

const derivations = new Map<string, { from: readonly string[]; derive: Derive }>();

/**
 * Adds columns to every INSERT and UPDATE that is made with `table` and writes one that they are derived from, so no
 * code can forget them. Other writes, such as those of Strapi's query engine, must be covered apart.
 */
export const deriveColumns = (uid: string, from: readonly string[], derive: Derive): void => {
  derivations.set(uid, { from, derive });
};

/** The columns of a row for an INSERT that is not made with `table`. */
export const withDerivedColumns = (
  uid: string,
  row: Record<string, unknown>
): Record<string, unknown> => {
  const derivation = derivations.get(uid);
  const isSource = (column: string): boolean => row[column] !== undefined;
  return derivation?.from.some(isSource) ? derivation.derive(row) : row;
};

const deriving = (rows: Knex.QueryBuilder, uid: string): Knex.QueryBuilder => {
  const { insert, update } = rows;
  const derived = (data: unknown): unknown => {
    if (Array.isArray(data)) {
      return data.map(derived);
    }
    return typeof data === 'object' && data !== null
      ? withDerivedColumns(uid, data as Record<string, unknown>)
      : data;
  };
  return Object.assign(rows, {
    insert: (data: unknown, ...rest: unknown[]): unknown =>
      Reflect.apply(insert, rows, [derived(data), ...rest]),
    update: (data: unknown, ...rest: unknown[]): unknown =>
      typeof data === 'string'
        ? Reflect.apply(update, rows, [derived({ [data]: rest[0] }), ...rest.slice(1)])
        : Reflect.apply(update, rows, [derived(data), ...rest]),
  });
};

/**
 * A query builder on the table of a type, inside the given transaction.
 *
 * The transaction is not optional: a raw query does not join Strapi's current transaction, and on SQLite, which
 * has a single connection, a query outside of it would wait forever.
 */
export const table = (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  uid: string
): Knex.QueryBuilder => {
  const schema = strapi.db.getSchemaName();
  const all = trx(tableName(strapi, uid));
  const rows = schema ? all.withSchema(schema) : all;
  return derivations.has(uid) ? deriving(rows, uid) : rows;
};

/** The current transaction of the plugin's own code. */
const context = createAsyncContext<Knex.Transaction>('transaction');

export const runInTransaction = <T>(trx: Knex.Transaction, work: () => Promise<T>): Promise<T> =>
  context.run(trx, work);

/** A query builder for reading, in the current transaction if there is one. */
export const query = (strapi: Core.Strapi, uid: string): Knex.QueryBuilder => {
  const trx = context.get();
  if (trx && !trx.isCompleted()) {
    return table(strapi, trx, uid);
  }
  return strapi.db.getConnection(tableName(strapi, uid)) as Knex.QueryBuilder;
};

/**
 * Rows with one of many values. PostgreSQL gets them as one parameter: building and planning a statement with
 * hundreds of parameters costs more than running it.
 */
export const whereAny = (
  strapi: Core.Strapi,
  rows: Knex.QueryBuilder,
  column: string,
  values: readonly (string | number)[]
): Knex.QueryBuilder =>
  strapi.db.dialect.client === 'postgres'
    ? rows.whereRaw('?? = any(?)', [column, values as string[]])
    : rows.whereIn(column, values);

/** `share`: rely on what a row says. `update`: write to it. `exclusive`: delete it. */
export type LockMode = 'share' | 'update' | 'exclusive';

const LOCKS = {
  postgres: { share: 'forKeyShare', update: 'forNoKeyUpdate', exclusive: 'forUpdate' },
  others: { share: 'forShare', update: 'forUpdate', exclusive: 'forUpdate' },
} as const;

/**
 * Locks rows until the end of the transaction. Linking and deleting users take `exclusive`, which
 * waits for all other modes; of two `update` locks, the second waits for the first.
 *
 * On PostgreSQL only FOR UPDATE conflicts with FOR KEY SHARE, which foreign-key checks take. The device
 * INSERT of one login therefore does not wait for another login that updates the user row.
 */
export const lockRows = (
  strapi: Core.Strapi,
  rows: Knex.QueryBuilder,
  mode: LockMode
): Knex.QueryBuilder => {
  const { client } = strapi.db.dialect;
  return rows[LOCKS[client === 'postgres' ? 'postgres' : 'others'][mode]]();
};

/** Error codes of PostgreSQL and MariaDB for a deadlock or a serialization failure. */
const DEADLOCK_CODES = new Set(['40P01', '40001', 'ER_LOCK_DEADLOCK']);
const MAX_TRIES = 4;

/** Error codes of SQLite if another process writes. */
const BUSY_CODES = new Set(['SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT']);
const BUSY_PAUSE_MS = 30;
const MAX_BUSY_MS = 5 * SECOND_MS;

/** An error inside a savepoint is the cause of the error that ends the transaction. */
const hasCode = (error: unknown, codes: ReadonlySet<string>): boolean =>
  codes.has(String((error as { code?: unknown } | null)?.code)) ||
  (error instanceof Error && error.cause !== undefined && hasCode(error.cause, codes));

/**
 * Waits on SQLite until no other process writes. SQLite never lets a transaction that has read wait for that:
 * its first write fails at once. So this must come before the first read.
 */
export const lockForWriting = async (strapi: Core.Strapi, trx: Knex.Transaction): Promise<void> => {
  if (strapi.db.dialect.client === 'sqlite') {
    await table(strapi, trx, JOB_UID).whereRaw('1 = 0').update({ holder: null });
  }
};

/**
 * Runs work in the current transaction, or else in a new one. A new transaction is repeated after a deadlock,
 * and on SQLite if another process writes, so the work must have no effects that a rollback does not undo.
 */
export const inTransaction = async <T>(
  strapi: Core.Strapi,
  work: (trx: Knex.Transaction) => Promise<T>
): Promise<T> => {
  const nested = strapi.db.inTransaction();
  const busyUntil = Date.now() + MAX_BUSY_MS;
  let isBusy = false;
  for (let tries = 1; ; tries += 1) {
    try {
      return (await strapi.db.transaction(async ({ trx }) => {
        const transaction = trx as Knex.Transaction;
        if (isBusy) {
          await lockForWriting(strapi, transaction);
        }
        return runInTransaction(transaction, () => work(transaction));
      })) as T;
    } catch (error) {
      isBusy = hasCode(error, BUSY_CODES) && Date.now() < busyUntil;
      const isDeadlock = hasCode(error, DEADLOCK_CODES) && tries < MAX_TRIES;
      if (nested || !(isBusy || isDeadlock)) {
        throw error;
      }
      if (isBusy) {
        await sleep(BUSY_PAUSE_MS);
      }
    }
  }
};

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/**
 * An id in the form of Strapi's, which is a cuid2: 24 lower-case letters and digits, a letter first. A random
 * UUID in base 36 takes a microsecond, a cuid2 takes 40.
 */
const newDocumentId = (): string => {
  const hex = randomUUID().replaceAll('-', '');
  const letter = LETTERS[Number.parseInt(hex.slice(0, 4), 16) % LETTERS.length];
  const digits = BigInt(`0x${hex}`).toString(36).padStart(23, '0');
  return letter + digits.slice(-23);
};

/** The columns that Strapi sets in every row, for rows that knex inserts. */
export const systemColumns = (strapi: Core.Strapi, uid: string, now: Date) => {
  if (!strapi.db.metadata.get(uid).attributes.documentId) {
    throw new Error(`The type ${uid} has no documentId: is the plugin's schema complete?`);
  }
  return {
    document_id: newDocumentId(),
    created_at: now,
    updated_at: now,
    published_at: now,
  };
};

/** Whether `withReturning` returns columns. On MySQL and MariaDB, rows must be read again. */
export const hasReturning = (strapi: Core.Strapi): boolean => strapi.db.dialect.client !== 'mysql';

/** Knex ignores `returning` on MySQL and MariaDB, and prints a warning each time. */
export const withReturning = (
  strapi: Core.Strapi,
  written: Knex.QueryBuilder,
  columns: string[]
): Knex.QueryBuilder => (hasReturning(strapi) ? written.returning(columns) : written);

/**
 * Whether an INSERT that ignores conflicts inserted a row.
 *
 * @param result rows on SQLite and PostgreSQL, a number on MariaDB
 */
export const hasInserted = (result: unknown): boolean => {
  const [first] = Array.isArray(result) ? result : [result];
  return typeof first === 'object' ? first !== null : Number(first ?? 0) > 0;
};

/** A datetime column: milliseconds on SQLite, a Date on other databases. */
export const asDate = (value: unknown): Date | null => {
  if (value === null || value === undefined) {
    return null;
  }
  const date = value instanceof Date ? value : new Date(value as string | number);
  return Number.isNaN(date.getTime()) ? null : date;
};

export const asIso = (value: unknown): string | null => asDate(value)?.toISOString() ?? null;

/** A JSON column: text on SQLite and MariaDB, the parsed value on PostgreSQL. */
export const asJson = <T>(value: unknown, fallback: T): T => {
  if (typeof value !== 'string') {
    return (value ?? fallback) as T;
  }
  try {
    return JSON.parse(value) as T;
  } catch {
    return fallback;
  }
};

/** A boolean column: 0 or 1 on SQLite and MariaDB. */
export const asBoolean = (value: unknown): boolean => value === true || value === 1;

export const asText = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;

export const asNumber = (value: unknown): number | null => {
  if (value === null || value === undefined) {
    return null;
  }
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
};
