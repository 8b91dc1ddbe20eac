import { setImmediate as yieldToEventLoop } from 'node:timers/promises';

import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../../shared/constants';
import type { JsonObject } from '../../../../shared/contracts/users';
import { ACCOUNT_COLUMNS, accountOf } from '../../model/accounts/account';
import { changesOf, MIRRORED_COLUMNS } from '../../model/accounts/account';
import {
  detachMissingAccounts,
  findOutdatedMarks,
  updateMarks,
} from '../../model/accounts/missing-accounts';
import { toUserRow, type UserRow } from '../../model/users/user-row';
import { asBoolean, asJson, inTransaction, table, type Row } from '../../runtime/database/rows';
import { getService } from '../../utils/service';

const BATCH = 1000;

export interface AccountCounts {
  created: number;
  updated: number;
  detached: number;
  account_missing: number;
}

/** The next accounts with their profiles, in one query. */
const readBatch = (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  after: number
): Promise<{ account: Row; profile: UserRow | null; claims: JsonObject; isPrimary: boolean }[]> => {
  const tableOf = (uid: string) => strapi.db.metadata.get(uid).tableName;
  const [account, identity, user] = [STRAPI_UIDS.account, UIDS.identity, UIDS.user].map(tableOf);
  const accountColumns = ACCOUNT_COLUMNS.map((column) => `${account}.${column}`);
  const profileColumns = MIRRORED_COLUMNS.map((column) => `${user}.${column} as profile_${column}`);
  return table(strapi, trx, STRAPI_UIDS.account)
    .leftJoin(identity, `${identity}.account`, `${account}.document_id`)
    .leftJoin(user, `${user}.id`, `${identity}.user_id`)
    .where(`${account}.id`, '>', after)
    .orderBy(`${account}.id`)
    .limit(BATCH)
    .select([
      ...accountColumns,
      `${user}.id as profile_id`,
      `${identity}.profile_data`,
      `${identity}.is_primary`,
      ...profileColumns,
    ])
    .then((rows: Row[]) =>
      rows.map((row) => ({
        account: row,
        profile: row.profile_id === null ? null : profileIn(row),
        claims: asJson<JsonObject>(row.profile_data, {}),
        isPrimary: asBoolean(row.is_primary),
      }))
    );
};

const profileIn = (row: Row): UserRow =>
  toUserRow({
    id: Number(row.profile_id),
    ...Object.fromEntries(MIRRORED_COLUMNS.map((column) => [column, row[`profile_${column}`]])),
  });

/**
 * Creates or updates the profiles of the next accounts.
 *
 * @param after the id of the last account of the previous batch; 0 for the first batch
 * @returns the id of the last account of this batch; null after the last one
 */
export const reconcileAccounts = async (
  strapi: Core.Strapi,
  after: number,
  counts: AccountCounts
): Promise<number | null> => {
  const rows = await inTransaction(strapi, (trx) => readBatch(strapi, trx, after));
  for (const row of rows) {
    const account = accountOf(row.account);
    const { profile, claims, isPrimary } = row;
    const isInLine = profile && Object.keys(changesOf(profile, account, claims)).length === 0;
    if (profile && (isInLine || !isPrimary)) {
      continue;
    }
    const outcome = await inTransaction(strapi, (trx) =>
      getService(strapi, 'accounts').syncAccount(trx, account)
    );
    if (outcome !== 'unchanged') {
      counts[outcome] += 1;
    }
    await yieldToEventLoop();
  }
  return rows.length < BATCH ? null : rows[rows.length - 1].account.id;
};

/**
 * Detaches identities from accounts that were deleted without lifecycles, e.g. by raw SQL or while the plugin
 * was disabled, and marks the users who have no account left. Their profiles stay, because the reason of the
 * deletion is unknown.
 */
export const reconcileMissingAccounts = async (
  strapi: Core.Strapi,
  counts: AccountCounts
): Promise<void> => {
  for (let after: number | null = 0; after !== null;) {
    const from: number = after;
    const batch = await inTransaction(strapi, (trx) =>
      detachMissingAccounts(strapi, trx, from, BATCH)
    );
    counts.detached += batch.detached;
    after = batch.last;
    await yieldToEventLoop();
  }
  for (const isMissing of [true, false]) {
    for (let found = BATCH; found === BATCH;) {
      found = await inTransaction(strapi, async (trx) => {
        const ids = await findOutdatedMarks(strapi, trx, isMissing, BATCH);
        counts.account_missing += await updateMarks(strapi, trx, ids);
        return ids.length;
      });
      await yieldToEventLoop();
    }
  }
};
