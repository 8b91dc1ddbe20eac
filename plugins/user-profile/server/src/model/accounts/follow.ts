import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { UIDS } from '../../../../shared/constants';
import type { JsonObject } from '../../../../shared/contracts/users';
import { table, type Row } from '../../runtime/database/rows';
import { getService } from '../../utils/service';
import { toUserRow } from '../users/user-row';
import type { Account } from './account';
import { changesOf, MIRRORED_COLUMNS, sourceAttributes } from './account';
import type { IdentityRow } from './identities';

/** Whether the claims of an identity say the same as its account, if Users & Permissions is the source. */
export const followsSource = (account: Account, claims: JsonObject): boolean =>
  !account.isNative ||
  Object.entries(sourceAttributes(account)).every(([key, value]) => claims[key] === value);

/** Makes identities and profiles follow their accounts. */
export const createFollow = (strapi: Core.Strapi) => {
  const updateProfile = async (
    trx: Knex.Transaction,
    profileId: number,
    account: Account,
    claims: JsonObject
  ): Promise<boolean> => {
    const row: Row | undefined = await table(strapi, trx, UIDS.user)
      .where({ id: profileId })
      .first(MIRRORED_COLUMNS);
    const changes = row ? changesOf(toUserRow(row), account, claims) : {};
    if (Object.keys(changes).length === 0) {
      return false;
    }
    const { folded_account_fields: text, ...shown } = changes;
    if (Object.keys(shown).length === 0) {
      // Only the search text: the profile itself has not changed.
      await table(strapi, trx, UIDS.user)
        .where({ id: profileId })
        .update({ folded_account_fields: text });
      return true;
    }
    await table(strapi, trx, UIDS.user)
      .where({ id: profileId })
      // The new email address has not been verified.
      .update({
        ...changes,
        ...('email' in changes ? { email_verified: false } : {}),
        // Other code blocks and unblocks without a reason and an end.
        ...('blocked' in changes
          ? { block_reason: null, blocked_until: null, block_change: null }
          : {}),
        updated_at: new Date(),
      })
      .increment('revision', 1);
    await getService(strapi, 'event-publisher').profileChanged(trx, profileId);
    return true;
  };

  /** If Users & Permissions itself is the source, the claims of the identity follow the account. */
  const followSource = async (
    trx: Knex.Transaction,
    { id, profile_data }: Pick<IdentityRow, 'id' | 'profile_data'>,
    account: Account
  ): Promise<void> => {
    const { email_verified: verified, ...claims } = profile_data;
    if (followsSource(account, claims)) {
      return;
    }
    const source = sourceAttributes(account);
    const isVerified = verified !== undefined && claims.email === source.email;
    const data = { ...claims, ...source, ...(isVerified ? { email_verified: verified } : {}) };
    await table(strapi, trx, UIDS.identity)
      .where({ id })
      .update({ profile_data: JSON.stringify(data), updated_at: new Date() });
  };

  return { updateProfile, followSource };
};
