import { setImmediate as yieldToEventLoop } from 'node:timers/promises';

import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../../shared/constants';
import type { JsonObject } from '../../../../shared/contracts/users';
import { ACCOUNT_COLUMNS, accountOf } from '../../model/accounts/account';
import { changesOf, MIRRORED_COLUMNS } from '../../model/accounts/account';
import { toUserRow, type UserRow } from '../../model/users/user-row';
import { asBoolean, asJson, inTransaction, table, type Row } from '../../runtime/database/rows';
import { getService } from '../../utils/service';

const BATCH = 1000;

export interface AccountCounts {
  created: number;
  updated: number;
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
 * Detaches identities from accounts that were deleted without lifecycles, e.g. by raw SQL. The profile stays,
 * because the reason of the deletion is unknown.
 *
 * @returns how many identities lost their account
 */
export const detachMissingAccounts = (strapi: Core.Strapi): Promise<number> =>
  inTransaction(strapi, (trx) => {
    const account = strapi.db.metadata.get(STRAPI_UIDS.account).tableName;
    const identity = strapi.db.metadata.get(UIDS.identity).tableName;
    return table(strapi, trx, UIDS.identity)
      .whereNotNull('account')
      .whereNotExists(
        table(strapi, trx, STRAPI_UIDS.account)
          .select('id')
          .whereRaw('?? = ??', [`${account}.document_id`, `${identity}.account`])
      )
      .update({ account: null });
  });
