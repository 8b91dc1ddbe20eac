import type { Core } from '@strapi/types';
import { getService } from '../utils/service';
import type { Attempt } from './attempt';
import { legacyDeviceId } from './device-id';
import { guarded } from './guarded';

/**
 * In U&P's `legacy-support` mode there are no sessions: the login itself tells of the device.
 *
 * @returns the id of the device, or null where it could not be recorded
 */
export const touchLegacyDevice = async (
  strapi: Core.Strapi,
  accountId: number,
  attempt: Attempt
): Promise<string | null> => {
  const deviceId = await guarded(strapi, 'a device', async (trx) => {
    const profile = await getService(strapi, 'accounts').ensureProfile(trx, accountId);
    if (!profile) return null;
    const id = attempt.clientDeviceId ?? legacyDeviceId(accountId, attempt.facts);
    await getService(strapi, 'devices').touch(trx, profile.id, id, attempt.facts);
    return id;
  });
  return deviceId ?? null;
};
