import type { Core } from '@strapi/types';

import { SESSION_ORIGIN, STRAPI_UIDS, UIDS } from '../../../../shared/constants';
import type { ExportedDevice } from '../../../../shared/contracts/devices';
import { query, tableName, type Row } from '../../runtime/database/rows';
import { toExportedDevice } from '../../sessions/devices';
import { readUserRows, type Chosen } from './read-users';

export type UserDevice = { user_id: string } & ExportedDevice;

const BATCH = 1000;

const keyOf = (userId: unknown, deviceId: unknown): string =>
  `${Number(userId)} ${String(deviceId)}`;

/** The number of valid refresh tokens of each device, by `keyOf`. Sessions know the account only. */
const countTokens = async (strapi: Core.Strapi, devices: Row[]): Promise<Map<string, number>> => {
  const accounts = tableName(strapi, STRAPI_UIDS.account);
  const identities = tableName(strapi, UIDS.identity);
  const owners: Row[] = await query(strapi, UIDS.identity)
    .join(accounts, `${accounts}.document_id`, `${identities}.account`)
    .whereIn(`${identities}.user_id`, [...new Set(devices.map((row) => Number(row.user_id)))])
    .select(`${identities}.user_id`, `${accounts}.id as account_id`);
  const userOf = new Map(owners.map((row) => [String(row.account_id), row.user_id]));
  const counts: Row[] = await query(strapi, STRAPI_UIDS.session)
    .whereIn('user_id', [...userOf.keys()])
    .where({ origin: SESSION_ORIGIN, status: 'active' })
    .where('expires_at', '>', new Date())
    .groupBy('user_id', 'device_id')
    .select('user_id', 'device_id')
    .count({ tokens: '*' });
  const tokens = new Map<string, number>();
  for (const row of counts) {
    const key = keyOf(userOf.get(String(row.user_id)), row.device_id);
    tokens.set(key, (tokens.get(key) ?? 0) + Number(row.tokens));
  }
  return tokens;
};

/** The devices of the chosen users, unlinked ones included, in batches. */
export async function* readDevices(
  strapi: Core.Strapi,
  chosen: Chosen
): AsyncGenerator<UserDevice[]> {
  for await (const users of readUserRows(strapi, chosen)) {
    const userIds = new Map(users.map(({ id, user_id: userId }) => [id, String(userId)]));
    for (let last = 0; userIds.size > 0;) {
      const rows: Row[] = await query(strapi, UIDS.device)
        .whereIn('user_id', [...userIds.keys()])
        .where('id', '>', last)
        .orderBy('id')
        .limit(BATCH);
      const tokens = await countTokens(strapi, rows);
      yield rows.map((row) => ({
        user_id: userIds.get(Number(row.user_id)) ?? '',
        ...toExportedDevice(row, tokens.get(keyOf(row.user_id, row.device_id)) ?? 0),
      }));
      if (rows.length < BATCH) {
        break;
      }
      last = rows[rows.length - 1].id;
    }
  }
}
