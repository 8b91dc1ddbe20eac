import type { Core } from '@strapi/types';

import type { Attempt } from '../request/attempt';
import { inSavepoint } from '../runtime/database/savepoint';
import { neverThrows } from '../runtime/never-throws';
import { getService } from '../utils/service';
import type { DeviceUse } from './devices';

/**
 * Records that an attempt used a device. Uses the profile that the attempt remembers; if linking has deleted
 * it since, the foreign key fails and the profile is looked up again.
 *
 * @returns whether the device is new; undefined if it could not be recorded
 */
export const touchDevice = async (
  strapi: Core.Strapi,
  attempt: Attempt | undefined,
  device: DeviceUse
): Promise<boolean | undefined> => {
  const accounts = getService(strapi, 'accounts');
  const devices = getService(strapi, 'devices');
  const remembered = accounts.rememberedProfile(attempt, device.accountId);
  if (remembered) {
    const isNew = await inSavepoint(strapi, (trx) => devices.use(trx, remembered, device)).catch(
      () => undefined
    );
    if (isNew !== undefined) {
      return isNew;
    }
  }
  return neverThrows(strapi, 'a device', async (trx) => {
    const profile = await accounts.ensureProfile(trx, device.accountId);
    accounts.rememberProfile(attempt, device.accountId, profile);
    return profile ? devices.use(trx, profile, device) : undefined;
  });
};
