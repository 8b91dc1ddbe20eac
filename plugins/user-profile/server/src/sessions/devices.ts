import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { SESSION_ORIGIN, STRAPI_UIDS, UIDS } from '../../../shared/constants';
import type { Device, FindDevices, ExportedDevice } from '../../../shared/contracts/devices';
import { HUB_EVENTS } from '../../../shared/hub-events';
import type { RequestFacts } from '../enrich';
import type { ProfileRef } from '../model/accounts/look-up';
import { isBackfilled } from '../model/event-publisher';
import { placeColumns, placeIn } from '../model/place-columns';
import {
  asIso,
  asText,
  hasReturning,
  table,
  query,
  systemColumns,
  type Row,
} from '../runtime/database/rows';
import { pageMeta, type PageQuery } from '../runtime/paging';
import { getService } from '../utils/service';

declare module '../utils/service' {
  interface Services {
    devices: ReturnType<typeof createDevices>;
  }
}

const ITERATE_BATCH = 200;
const UNKNOWN_DEVICE = 'Unknown device';

const toDevice = (row: Row, refreshTokens: number): Device => ({
  device_id: String(row.device_id),
  name: asText(row.name) ?? UNKNOWN_DEVICE,
  browser: asText(row.browser),
  os: asText(row.os),
  type: asText(row.type),
  application: asText(row.application),
  refresh_tokens: refreshTokens,
  first_seen: asIso(row.first_seen) ?? '',
  last_seen: asIso(row.last_seen) ?? '',
  last_ip: asText(row.last_ip),
  place: placeIn(row),
});

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

/** The devices that users log in from. */
export const createDevices = ({ strapi }: { strapi: Core.Strapi }) => {
  /** The number of valid refresh tokens by device id, from the sessions of the user's accounts. */
  const countTokens = async (userId: number, deviceIds: string[]): Promise<Map<string, number>> => {
    const identities: Row[] = await query(strapi, UIDS.identity)
      .where({ user_id: userId })
      .whereNotNull('account')
      .select('account');
    const accounts: Row[] = await query(strapi, STRAPI_UIDS.account)
      .whereIn(
        'document_id',
        identities.map(({ account }) => String(account))
      )
      .select('id');
    const counts: Row[] = await query(strapi, STRAPI_UIDS.session)
      .whereIn(
        'user_id',
        accounts.map(({ id }) => String(id))
      )
      .where({ origin: SESSION_ORIGIN, status: 'active' })
      .whereIn('device_id', deviceIds)
      .where('expires_at', '>', new Date())
      .groupBy('device_id')
      .select('device_id')
      .count({ tokens: '*' });
    return new Map(counts.map((row) => [String(row.device_id), Number(row.tokens)]));
  };

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
  const touch = async (
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
    const stored: unknown = await table(strapi, trx, UIDS.device)
      .insert({
        ...inserted,
        ...columns,
        ...device,
        first_seen: seen.first,
      })
      .onConflict(['user_id', 'device_id'])
      .merge(columns)
      .returning(['document_id', 'unlinked_at']);
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

  return {
    touch,

    /** Records a use of a device by the user. @returns whether the device is new */
    async use(
      trx: Knex.Transaction,
      profile: ProfileRef,
      { deviceId, identityKey, facts, mayLink }: DeviceUse
    ): Promise<boolean> {
      const user = { ...profile, identityKey: identityKey ?? profile.identityKey };
      if (mayLink) {
        return touch(trx, user, deviceId, facts);
      }
      await table(strapi, trx, UIDS.device)
        .where({ user_id: user.id, device_id: deviceId, unlinked_at: null })
        .update(columnsOfUse(facts, user.identityKey, new Date()));
      return false;
    },

    /** All devices of a user, unlinked ones included, ordered by id. */
    async *iterate(userId: number): AsyncGenerator<ExportedDevice> {
      for (let last = 0; ;) {
        const rows: Row[] = await query(strapi, UIDS.device)
          .where({ user_id: userId })
          .where('id', '>', last)
          .orderBy('id')
          .limit(ITERATE_BATCH);
        const ids = rows.map((row) => String(row.device_id));
        const tokens = await countTokens(userId, ids);
        for (const row of rows) {
          const device = toDevice(row, tokens.get(String(row.device_id)) ?? 0);
          yield { ...device, unlinked_at: asIso(row.unlinked_at) };
        }
        if (rows.length < ITERATE_BATCH) {
          return;
        }
        last = rows[rows.length - 1].id;
      }
    },

    /** The devices of a user that are not unlinked, last used first. */
    async findForUser(
      userId: number,
      { page, pageSize }: PageQuery
    ): Promise<FindDevices.Response> {
      const total = await query(strapi, UIDS.device)
        .where({ user_id: userId, unlinked_at: null })
        .count({ count: '*' })
        .first();
      const rows: Row[] = await query(strapi, UIDS.device)
        .where({ user_id: userId, unlinked_at: null })
        .orderBy([
          { column: 'last_seen', order: 'desc' },
          { column: 'id', order: 'desc' },
        ])
        .offset((page - 1) * pageSize)
        .limit(pageSize);
      const ids = rows.map((row) => String(row.device_id));
      const tokens = await countTokens(userId, ids);
      return {
        data: rows.map((row) => toDevice(row, tokens.get(String(row.device_id)) ?? 0)),
        meta: pageMeta({ page, pageSize }, Number(total?.count ?? 0)),
      };
    },
  };
};
