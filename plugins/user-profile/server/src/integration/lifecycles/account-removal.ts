import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../../shared/constants';
import { ACCOUNT_COLUMNS, accountOf, type Account } from '../../model/accounts/account';
import type { LookUp } from '../../model/accounts/look-up';
import { holdIdentity } from '../../model/accounts/look-up';
import type { ProfileRef } from '../../model/accounts/look-up';
import { hubUserOf } from '../../model/event-publisher';
import { asBoolean, asText, on, type Row } from '../../runtime/database/rows';
import { getService } from '../../utils/service';

interface Accounts extends Pick<LookUp, 'findProfile'> {
  syncAccount(trx: Knex.Transaction, account: Account): Promise<unknown>;
}

/**
 * Removes what an account stood for: its identity, and the profile with its devices where that was
 * the last way in. History stays.
 */
export const createRemoval = (strapi: Core.Strapi, { findProfile, syncAccount }: Accounts) => {
  /** Of the identities that are left, the oldest is the one that a person signs in as from now on. */
  const promote = async (trx: Knex.Transaction, userId: number): Promise<boolean> => {
    const next: Row | undefined = await on(strapi, trx, UIDS.identity)
      .where({ user_id: userId })
      .orderBy('id')
      .first('id', 'connection', 'account');
    if (!next) {
      return false;
    }
    await on(strapi, trx, UIDS.identity).where({ id: next.id }).update({ is_primary: true });
    await on(strapi, trx, UIDS.user)
      .where({ id: userId })
      .update({ connection: next.connection, updated_at: new Date() });
    const row: Row | undefined = await on(strapi, trx, STRAPI_UIDS.account)
      .where({ document_id: next.account ?? '' })
      .first(ACCOUNT_COLUMNS);
    if (row) {
      await syncAccount(trx, accountOf(row));
    }
    return true;
  };

  /**
   * @param accountDocumentId of the account that is gone
   * @returns the profile that went with it, if it did
   */
  return async (trx: Knex.Transaction, accountDocumentId: string): Promise<ProfileRef | null> => {
    const identity = await holdIdentity(strapi, trx, { account: accountDocumentId }, 'remove');
    if (!identity) {
      return null;
    }
    const profileId = Number(identity.user_id);
    const profile = await findProfile(trx, profileId, asText(identity.identity_key));
    await on(strapi, trx, UIDS.identity).where({ id: identity.id }).delete();
    const isLeft = asBoolean(identity.is_primary)
      ? await promote(trx, profileId)
      : profile !== null;
    if (isLeft) {
      await getService(strapi, 'event-publisher').profileChanged(trx, profileId);
      return null;
    }
    await on(strapi, trx, UIDS.device).where({ user_id: profileId }).delete();
    await on(strapi, trx, UIDS.user).where({ id: profileId }).delete();
    if (profile) {
      await getService(strapi, 'event-publisher').profileDeleted(hubUserOf(profile));
    }
    return profile;
  };
};
