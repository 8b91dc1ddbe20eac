import type { Core } from '@strapi/types';

import { SESSION_ORIGIN, STRAPI_UIDS, UIDS } from '../../../shared/constants';
import type { Device, FindDevices, ExportedDevice } from '../../../shared/contracts/devices';
import { placeIn } from '../model/stored-facts';
import { asIso, asText, query, type Row } from '../runtime/database/rows';
import { pageMeta, type PageQuery } from '../runtime/paging';
import { recordDevice } from './touch-device';

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

export const toExportedDevice = (row: Row, refreshTokens: number): ExportedDevice => ({
  ...toDevice(row, refreshTokens),
  unlinked_at: asIso(row.unlinked_at),
});

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

  return {
    /** See `recordDevice`. */
    record: recordDevice.bind(null, strapi),

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
          yield toExportedDevice(row, tokens.get(String(row.device_id)) ?? 0);
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
