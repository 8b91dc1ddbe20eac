import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { UIDS } from '../../../../shared/constants';
import type { JsonObject } from '../../../../shared/contracts/users';
import { asBoolean, asJson, on } from '../../runtime/database/rows';
import { getService } from '../../utils/service';
import type { LookUp } from './look-up';
import { holdIdentity } from './owner';

/**
 * Notes that an account's address is proven: it is the person's where the identity is the primary
 * one, and otherwise one that the identity alone has.
 */
export const createMarkVerified =
  (strapi: Core.Strapi, { readAccount }: LookUp) =>
  async (trx: Knex.Transaction, accountId: number): Promise<void> => {
    const account = await readAccount(trx, accountId);
    const identity = account
      ? await holdIdentity(strapi, trx, { account: account.documentId }, 'change')
      : undefined;
    if (!account?.email || !identity) {
      return;
    }
    if (asBoolean(identity.is_primary)) {
      await on(strapi, trx, UIDS.user)
        .where({ id: identity.user_id, email: account.email })
        .update({ email_verified: true });
      await getService(strapi, 'event-publisher').profileChanged(trx, identity.user_id);
      return;
    }
    const said = asJson<JsonObject>(identity.profile_data, {});
    if (said.email !== account.email) {
      return;
    }
    await on(strapi, trx, UIDS.identity)
      .where({ id: identity.id })
      .update({ profile_data: JSON.stringify({ ...said, email_verified: true }) });
  };
