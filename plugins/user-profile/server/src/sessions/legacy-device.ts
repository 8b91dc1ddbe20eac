import type { Core } from '@strapi/types';

import type { Attempt } from '../request/attempt';
import { legacyDeviceId } from '../request/device-id';
import { neverThrows } from '../runtime/never-throws';
import { getService } from '../utils/service';

/**
 * In U&P's `legacy-support` mode there are no sessions: the login itself tells of the device.
 *
 * @returns the device, without an id where it could not be recorded
 */
export const touchLegacyDevice = async (
  strapi: Core.Strapi,
  accountId: number,
  attempt: Attempt
): Promise<{ deviceId: string | null; isNewDevice: boolean }> => {
  const touched = await neverThrows(strapi, 'a device', async (trx) => {
    const profile = await getService(strapi, 'accounts').ensureProfile(trx, accountId);
    if (!profile) {
      return undefined;
    }
    const deviceId = attempt.clientDeviceId ?? legacyDeviceId(accountId, attempt.facts);
    const devices = getService(strapi, 'devices');
    const user = { id: profile.id, identityKey: attempt.identity ?? profile.identityKey };
    const isNewDevice = await devices.touch(trx, user, deviceId, attempt.facts);
    return { deviceId, isNewDevice };
  });
  return touched ?? { deviceId: null, isNewDevice: false };
};
