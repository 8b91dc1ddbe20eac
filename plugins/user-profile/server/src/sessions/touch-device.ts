import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import type { RequestFacts } from '../enrich';
import type { ProfileRef } from '../model/accounts/look-up';
import type { Attempt } from '../request/attempt';
import { inSavepoint } from '../runtime/database/savepoint';
import { neverThrows } from '../runtime/never-throws';
import { getService } from '../utils/service';

export interface DeviceUse {
  accountId: number;
  deviceId: string;
  /** The key of the identity that logged in; null if it is the account's own. */
  identityKey: string | null;
  facts: RequestFacts;
}

/**
 * Records that an attempt used a device. Uses the profile that the attempt remembers; if linking has deleted
 * it since, the foreign key fails and the profile is looked up again.
 *
 * @returns whether the device is new; undefined if it could not be recorded
 */
export const touchDevice = async (
  strapi: Core.Strapi,
  attempt: Attempt | undefined,
  { accountId, deviceId, identityKey, facts }: DeviceUse
): Promise<boolean | undefined> => {
  const accounts = getService(strapi, 'accounts');
  const touch = (trx: Knex.Transaction, { id, ...profile }: ProfileRef): Promise<boolean> => {
    const user = { id, identityKey: identityKey ?? profile.identityKey };
    return getService(strapi, 'devices').touch(trx, user, deviceId, facts);
  };

  const remembered = accounts.rememberedProfile(attempt, accountId);
  if (remembered) {
    const isNew = await inSavepoint(strapi, (trx) => touch(trx, remembered)).catch(() => undefined);
    if (isNew !== undefined) {
      return isNew;
    }
  }
  return neverThrows(strapi, 'a device', async (trx) => {
    const profile = await accounts.ensureProfile(trx, accountId);
    accounts.rememberProfile(attempt, accountId, profile);
    return profile ? touch(trx, profile) : undefined;
  });
};
