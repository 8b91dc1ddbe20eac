import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';
import type { Knex } from 'knex';

import { UIDS } from '../../../shared/constants';
import { HUB_EVENTS } from '../../../shared/hub-events';
import { isStorable } from '../../../shared/storable-text';
import { loadUser } from '../model/users/load-user';
import { asText, inTransaction, table, type Row } from '../runtime/database/rows';
import { sharedNow } from '../runtime/database/shared-clock';
import { codedError } from '../utils/errors';
import { getService } from '../utils/service';

declare module '../utils/service' {
  interface Services {
    'device-unlinker': ReturnType<typeof createDeviceUnlinker>;
  }
}

export const deviceNotFound = (): Error =>
  new errors.NotFoundError(...codedError('device_not_found'));

/**
 * Locks a device of a user until the end of the transaction.
 *
 * @throws NotFoundError if the user has no such device, or it is unlinked
 */
export const lockLinkedDevice = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  userId: number,
  deviceId: string
): Promise<Row> => {
  const device: Row | undefined = isStorable(deviceId)
    ? await table(strapi, trx, UIDS.device)
        .where({ user_id: userId, device_id: deviceId, unlinked_at: null })
        .forUpdate()
        .first('id', 'name')
    : undefined;
  if (!device) {
    throw deviceNotFound();
  }
  return device;
};

/** Unlinks devices: ends their sessions and revokes their tokens. */
export const createDeviceUnlinker = ({ strapi }: { strapi: Core.Strapi }) => ({
  /**
   * Ends every session of a device, for all of the user's accounts. It takes effect on the next request.
   *
   * @param id the user's `documentId` or `user_id`
   * @throws NotFoundError if the user is unknown or has no such device
   */
  unlink: (id: string, deviceId: string): Promise<{ device_id: string }> =>
    inTransaction(strapi, async (trx) => {
      const { row, profile, accountIds } = await loadUser(strapi, id);
      const device = await lockLinkedDevice(strapi, trx, row.id, deviceId);
      await getService(strapi, 'sessions').endDevice(accountIds, deviceId);
      const now = new Date();
      const cutOff = new Date(sharedNow(strapi));
      await table(strapi, trx, UIDS.device)
        .where({ id: device.id })
        .update({ unlinked_at: now, tokens_not_before: cutOff, updated_at: now });
      await getService(strapi, 'audit').record('srrt', profile, {
        operation: 'unlink-device',
        device_id: deviceId,
        device: asText(device.name),
      });
      await getService(strapi, 'event-publisher').emitFor(HUB_EVENTS.deviceUnlink, profile, {
        device: { device_id: deviceId, name: asText(device.name) },
      });
      return { device_id: deviceId };
    }),

  /**
   * Ends every session of a user.
   * @throws NotFoundError
   */
  unlinkAll: (id: string): Promise<{ devices: number }> =>
    inTransaction(strapi, async (trx) => {
      const { row, profile, accountIds } = await loadUser(strapi, id);
      await getService(strapi, 'sessions').lockDevices(trx, [row.id]);
      await getService(strapi, 'sessions').endAll(accountIds);
      const now = new Date();
      const cutOff = new Date(sharedNow(strapi));
      const devices: number = await table(strapi, trx, UIDS.device)
        .where({ user_id: row.id, unlinked_at: null })
        .update({ unlinked_at: now, tokens_not_before: cutOff, updated_at: now });
      await getService(strapi, 'audit').record('srrt', profile, {
        operation: 'unlink-all-devices',
        devices,
      });
      // One event for all devices: there may be many.
      await getService(strapi, 'event-publisher').emitFor(HUB_EVENTS.deviceUnlink, profile, {
        device: null,
        devices,
      });
      return { devices };
    }),
});
