import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { createAsyncContext } from '../../utils/async-context';

/** A row as the driver gives it. Column names of the plugin's types are the names of their attributes. */
export type Row = Record<string, unknown> & { id: number };

/**
 * A query builder on the table of a type, inside the given transaction.
 *
 * Raw queries know nothing of Strapi's transaction in progress, and a second connection would wait for
 * ever on SQLite, which has only one; hence the transaction is never optional.
 */
export const table = (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  uid: string
): Knex.QueryBuilder => {
  const { tableName } = strapi.db.metadata.get(uid);
  const schema = strapi.db.getSchemaName();
  return schema ? trx(tableName).withSchema(schema) : trx(tableName);
};

/** The transaction that the plugin's own code is in. */
const context = createAsyncContext<Knex.Transaction>('transaction');

export const runInTransaction = <T>(trx: Knex.Transaction, work: () => Promise<T>): Promise<T> =>
  context.run(trx, work);

/** A query builder for reading: in the transaction in progress, where there is one. */
export const query = (strapi: Core.Strapi, uid: string): Knex.QueryBuilder => {
  const trx = context.get();
  if (trx && !trx.isCompleted()) {
    return table(strapi, trx, uid);
  }
  const { tableName } = strapi.db.metadata.get(uid);
  return strapi.db.getConnection(tableName) as Knex.QueryBuilder;
};

/** What databases say when two transactions wait for each other and one was given up. */
const DEADLOCK_CODES = new Set(['40P01', '40001', 'ER_LOCK_DEADLOCK']);
const MAX_TRIES = 4;

const isDeadlock = (error: unknown): boolean =>
  DEADLOCK_CODES.has(String((error as { code?: unknown } | null)?.code));

/**
 * Runs work in the transaction in progress, or in one of its own. In one of its own it is done again
 * where a deadlock undid it: so it must do nothing that a rollback does not undo.
 */
export const inTransaction = async <T>(
  strapi: Core.Strapi,
  work: (trx: Knex.Transaction) => Promise<T>
): Promise<T> => {
  const nested = strapi.db.inTransaction();
  for (let tries = 1; ; tries += 1) {
    try {
      return (await strapi.db.transaction(({ trx }) => {
        const transaction = trx as Knex.Transaction;
        return runInTransaction(transaction, () => work(transaction));
      })) as T;
    } catch (error) {
      if (nested || tries === MAX_TRIES || !isDeadlock(error)) {
        throw error;
      }
    }
  }
};

/** The columns that Strapi fills in by itself for every row, for rows that are inserted by knex. */
export const systemColumns = (strapi: Core.Strapi, uid: string, now: Date) => {
  const { documentId } = strapi.db.metadata.get(uid).attributes;
  const newDocumentId = documentId && 'default' in documentId ? documentId.default : undefined;
  if (typeof newDocumentId !== 'function') {
    throw new Error(`The type ${uid} has no documentId: is the plugin's schema complete?`);
  }
  return {
    document_id: String(newDocumentId()),
    created_at: now,
    updated_at: now,
    published_at: now,
  };
};

/** What an INSERT that ignores conflicts answers: rows on SQLite and PostgreSQL, a number on MariaDB. */
export const hasInserted = (result: unknown): boolean => {
  const [first] = Array.isArray(result) ? result : [result];
  return typeof first === 'object' ? first !== null : Number(first ?? 0) > 0;
};

/** A datetime column: SQLite gives milliseconds, the others a Date. */
export const asDate = (value: unknown): Date | null => {
  if (value === null || value === undefined) {
    return null;
  }
  const date = value instanceof Date ? value : new Date(value as string | number);
  return Number.isNaN(date.getTime()) ? null : date;
};

export const asIso = (value: unknown): string | null => asDate(value)?.toISOString() ?? null;

/** A json column: SQLite and MariaDB give text, PostgreSQL the value. */
export const asJson = <T>(value: unknown, fallback: T): T => {
  if (value === null || value === undefined) {
    return fallback;
  }
  if (typeof value !== 'string') {
    return value as T;
  }
  try {
    return JSON.parse(value) as T;
  } catch {
    return fallback;
  }
};

/** A boolean column: SQLite and MariaDB give 0 and 1. */
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
