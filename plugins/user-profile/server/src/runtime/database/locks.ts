import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

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
