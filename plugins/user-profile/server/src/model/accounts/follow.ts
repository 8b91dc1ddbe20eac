import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { UIDS } from '../../../../shared/constants';
import type { JsonObject } from '../../../../shared/contracts/users';
import { on, type Row } from '../../runtime/database/rows';
import { getService } from '../../utils/service';
import type { Account } from './account';
import { changesOf, MIRRORED_COLUMNS, sourceAttributes } from './account';

/** Lets what is known of a person follow what the account says. */
export const createFollow = (strapi: Core.Strapi) => {
  const updateProfile = async (
    trx: Knex.Transaction,
    profileId: number,
    account: Account,
    said: JsonObject
  ): Promise<boolean> => {
    const row = await on(strapi, trx, UIDS.user).where({ id: profileId }).first(MIRRORED_COLUMNS);
    const changes = row ? changesOf(row, account, said) : {};
    if (Object.keys(changes).length === 0) {
      return false;
    }
    await on(strapi, trx, UIDS.user)
      .where({ id: profileId })
      // Nobody has proven the new address.
      .update({
        ...changes,
        ...('email' in changes ? { email_verified: false } : {}),
        updated_at: new Date(),
      })
      .increment('revision', 1);
    await getService(strapi, 'event-publisher').profileChanged(trx, profileId);
    return true;
  };

  /** Where Users & Permissions itself is the source, what it says changes with the account. */
  const followSource = async (
    trx: Knex.Transaction,
    identity: Row,
    account: Account,
    { email_verified: verified, ...said }: JsonObject
  ): Promise<void> => {
    const source = sourceAttributes(account);
    const isSaid = Object.entries(source).every(([key, value]) => said[key] === value);
    if (!account.isNative || isSaid) {
      return;
    }
    const isProven = verified !== undefined && said.email === source.email;
    const data = { ...said, ...source, ...(isProven ? { email_verified: verified } : {}) };
    await on(strapi, trx, UIDS.identity)
      .where({ id: identity.id })
      .update({ profile_data: JSON.stringify(data), updated_at: new Date() });
  };

  return { updateProfile, followSource };
};
