import type { Core } from '@strapi/types';

import type { Attempt } from '../request/attempt';
import { legacyDeviceId } from '../request/device-id';
import { touchDevice } from './touch-device';

/**
 * Records the device of a login in U&P's `legacy-support` mode, which has no sessions.
 *
 * @returns the device; its id is null if it could not be recorded
 */
export const touchLegacyDevice = async (
  strapi: Core.Strapi,
  accountId: number,
  attempt: Attempt
): Promise<{ deviceId: string | null; isNewDevice: boolean }> => {
  const { clientDeviceId, identity, facts } = attempt;
  const deviceId = clientDeviceId ?? legacyDeviceId(accountId, facts);
  const isNewDevice = await touchDevice(strapi, attempt, {
    accountId,
    deviceId,
    identityKey: identity,
    facts,
  });
  return isNewDevice === undefined
    ? { deviceId: null, isNewDevice: false }
    : { deviceId, isNewDevice };
};
