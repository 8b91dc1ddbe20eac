import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { UIDS } from '../../../shared/constants';
import { HUB_EVENTS } from '../../../shared/hub-events';
import type { RequestFacts } from '../enrich';
import { rememberedProfile, rememberProfile, type ProfileRef } from '../model/accounts/look-up';
import { isBackfilled } from '../model/event-publisher';
import { placeColumns } from '../model/stored-facts';
import type { Attempt } from '../request/attempt';
import {
  hasReturning,
  systemColumns,
  table,
  withReturning,
  type Row,
} from '../runtime/database/rows';
import { inSavepoint } from '../runtime/database/savepoint';
import { neverThrows } from '../runtime/never-throws';
import { getService } from '../utils/service';

/** The columns that this request provides values for. The others keep what is stored. */
const columnsOf = ({ device, application, ip, place, userAgent }: RequestFacts) => ({
  ...(userAgent
    ? { name: device.name, browser: device.browser, os: device.os, type: device.type }
    : {}),
  ...(application.name ? { application: application.name, client_id: application.client_id } : {}),
  ...(ip ? { last_ip: ip, ...placeColumns(place) } : {}),
});

const announceLink = async (
  strapi: Core.Strapi,
  profile: ProfileRef,
  deviceId: string,
  { device, application, ip, place }: RequestFacts,
  isFirst: boolean,
  date: Date
): Promise<void> => {
  if (isBackfilled(date)) {
    return;
  }
  await getService(strapi, 'event-publisher').emitFor(HUB_EVENTS.deviceLink, profile, {
    device: { device_id: deviceId, name: device.name, application: application.name },
    first: isFirst,
    ip,
    country_code: place?.country_code ?? null,
    city_name: place?.city_name ?? null,
  });
};

export interface DeviceUse {
  accountId: number;
  deviceId: string;
  /** The key of the identity that logged in; null if it is the account's own. */
  identityKey: string | null;
  facts: RequestFacts;
  /**
   * Whether the use links the device (again). A refresh does not: the device may have been unlinked after
   * the refresh, and its row exists.
   */
  mayLink: boolean;
}

const columnsOfUse = (
  facts: RequestFacts,
  identityKey: string | null,
  lastSeen: Date
): Record<string, unknown> => ({
  ...columnsOf(facts),
  ...(identityKey ? { identity: identityKey } : {}),
  last_seen: lastSeen,
  updated_at: new Date(),
});

/**
 * Records that a device was used; inserts it if it is new.
 *
 * @param profile with the identity that logged in
 * @returns whether the device is new
 */
export const recordDevice = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  profile: ProfileRef,
  deviceId: string,
  facts: RequestFacts,
  seen: { first: Date; last: Date } = { first: new Date(), last: new Date() }
): Promise<boolean> => {
  const device = { user_id: profile.id, device_id: deviceId };
  const row = () => table(strapi, trx, UIDS.device).where(device);
  const columns = columnsOfUse(facts, profile.identityKey, seen.last);
  const inserted = systemColumns(strapi, UIDS.device, new Date());
  const upsert = table(strapi, trx, UIDS.device)
    .insert({
      ...inserted,
      ...columns,
      ...device,
      first_seen: seen.first,
    })
    .onConflict(['user_id', 'device_id'])
    .merge(columns);
  const stored: unknown = await withReturning(strapi, upsert, ['document_id', 'unlinked_at']);
  const result: Row = hasReturning(strapi)
    ? (stored as Row[])[0]
    : await row().first('document_id', 'unlinked_at');
  const isNew = result.document_id === inserted.document_id;
  const wasUnlinked = result.unlinked_at !== null;
  if (wasUnlinked) {
    await row().update({ unlinked_at: null });
  }
  if (isNew || wasUnlinked) {
    await announceLink(strapi, profile, deviceId, facts, isNew, seen.last);
  }
  return isNew;
};

/**
 * Records a use of a device by the user.
 * @returns whether the device is new
 */
export const useDevice = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  profile: ProfileRef,
  { deviceId, identityKey, facts, mayLink }: DeviceUse
): Promise<boolean> => {
  const user = { ...profile, identityKey: identityKey ?? profile.identityKey };
  if (mayLink) {
    return recordDevice(strapi, trx, user, deviceId, facts);
  }
  await table(strapi, trx, UIDS.device)
    .where({ user_id: user.id, device_id: deviceId, unlinked_at: null })
    .update(columnsOfUse(facts, user.identityKey, new Date()));
  return false;
};

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
  const remembered = rememberedProfile(attempt, device.accountId);
  if (remembered) {
    const isNew = await inSavepoint(strapi, (trx) =>
      useDevice(strapi, trx, remembered, device)
    ).catch(() => undefined);
    if (isNew !== undefined) {
      return isNew;
    }
  }
  return neverThrows(strapi, 'a device', async (trx) => {
    const profile = await getService(strapi, 'accounts').ensureProfile(trx, device.accountId);
    rememberProfile(attempt, device.accountId, profile);
    return profile ? useDevice(strapi, trx, profile, device) : undefined;
  });
};
