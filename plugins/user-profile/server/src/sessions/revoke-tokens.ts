import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../shared/constants';
import { on, type Row } from '../runtime/database/rows';

/** Refuses every token that was issued until now, where tokens have no session. */
export const createCutOff =
  (strapi: Core.Strapi) =>
  async (trx: Knex.Transaction, accountIds: number[]): Promise<void> => {
    const documentIds = on(strapi, trx, STRAPI_UIDS.account)
      .whereIn('id', accountIds)
      .select('document_id');
    const userIds: Row[] = await on(strapi, trx, UIDS.identity)
      .whereIn('account', documentIds)
      .select('user_id');
    await on(strapi, trx, UIDS.user)
      .whereIn(
        'id',
        userIds.map((row) => Number(row.user_id))
      )
      .update({ tokens_not_before: new Date() });
  };
