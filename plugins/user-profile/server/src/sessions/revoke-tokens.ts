import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../shared/constants';
import { query, table, type Row } from '../runtime/database/rows';
import { sharedNow } from '../runtime/database/shared-clock';

/** Rejects every token that was issued to the accounts until now. Needed if tokens have no session. */
export const revokeTokens = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  accountIds: number[]
): Promise<void> => {
  const documentIds = table(strapi, trx, STRAPI_UIDS.account)
    .whereIn('id', accountIds)
    .select('document_id');
  const userIds: Row[] = await table(strapi, trx, UIDS.identity)
    .whereIn('account', documentIds)
    .select('user_id');
  await table(strapi, trx, UIDS.user)
    .whereIn(
      'id',
      userIds.map((row) => Number(row.user_id))
    )
    .update({ tokens_not_before: new Date(sharedNow(strapi)) });
};

/** Rejects every token that one identity of a user opened until now, and that was issued to its account. */
export const revokeTokensOf = async (strapi: Core.Strapi, identityKey: string): Promise<void> => {
  await query(strapi, UIDS.identity)
    .where({ identity_key: identityKey })
    .update({ tokens_not_before: new Date(sharedNow(strapi)) });
};
