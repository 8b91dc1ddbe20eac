import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { UIDS } from '../../../shared/constants';
import { table, type Row } from '../runtime/database/rows';

const BATCH = 500;

/**
 * Yields all identities of a connection in batches. Pages by id, so the caller may move the identities of
 * a batch to another connection before it asks for the next one.
 */
export async function* identityBatches(
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  connection: string
): AsyncGenerator<Row[]> {
  for (let last = 0; ;) {
    const batch: Row[] = await table(strapi, trx, UIDS.identity)
      .where({ connection })
      .where('id', '>', last)
      .orderBy('id')
      .limit(BATCH);
    if (batch.length > 0) {
      yield batch;
    }
    if (batch.length < BATCH) {
      return;
    }
    last = batch[batch.length - 1].id;
  }
}
