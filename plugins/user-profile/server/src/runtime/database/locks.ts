import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

/** What a transaction holds a row for: to rely on what it says, to write to it, or to take it away. */
export type Purpose = 'use' | 'change' | 'remove';

const LOCKS = {
  postgres: { use: 'forKeyShare', change: 'forNoKeyUpdate', remove: 'forUpdate' },
  others: { use: 'forShare', change: 'forUpdate', remove: 'forUpdate' },
} as const;

/**
 * Holds rows until the end of the transaction. Whoever links or deletes users takes the strongest lock,
 * and waits for all others; of two that change a row, the second waits for the first.
 *
 * On PostgreSQL only the strongest shuts out what refers to the row, such as a device that another login
 * enters, and to rely on a row is not to wait for its columns: so a login waits for no other.
 */
export const hold = (
  strapi: Core.Strapi,
  rows: Knex.QueryBuilder,
  purpose: Purpose
): Knex.QueryBuilder => {
  const { client } = strapi.db.dialect;
  return rows[LOCKS[client === 'postgres' ? 'postgres' : 'others'][purpose]]();
};
