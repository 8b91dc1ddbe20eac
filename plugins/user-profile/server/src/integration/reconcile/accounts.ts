import { setImmediate as yieldToEventLoop } from 'node:timers/promises';

import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../../shared/constants';
import type { JsonObject } from '../../../../shared/contracts/users';
import {
  ACCOUNT_COLUMNS,
  accountOf,
  changesOf,
  MIRRORED_COLUMNS,
} from '../../model/accounts/account';
import { roleKeyIn, syncRoles, withRole } from '../../model/accounts/account-roles';
import { detachMissingAccounts, updateNextMarks } from '../../model/accounts/missing-accounts';
import { toUserRow, type UserRow } from '../../model/users/user-row';
import { asBoolean, asJson, inTransaction, table, type Row } from '../../runtime/database/rows';
import { getService } from '../../utils/service';
import type { Batch } from './progress';

/** Few enough to hold the event loop for a few milliseconds only, and for the variables of SQLite. */
const BATCH = 250;

const PROFILE_COLUMNS = [...MIRRORED_COLUMNS, 'role'] as const;

export interface AccountCounts {
  created: number;
  updated: number;
  detached: number;
  account_missing: number;
  /** Accounts that could not be synced. */
  failed: number;
}

interface AccountInBatch {
  account: Row;
  hasIdentity: boolean;
  profile: UserRow | null;
  claims: JsonObject;
  isPrimary: boolean;
  /** As the users table stores it. */
  role: string | null;
}

const needsSync = ({
  account,
  hasIdentity,
  profile,
  claims,
  isPrimary,
}: AccountInBatch): boolean =>
  profile
    ? isPrimary && Object.keys(changesOf(profile, accountOf(account), claims)).length > 0
    : !hasIdentity;

/** The users whose role is not that of the account that they log in as. Found together, as a role may have thousands. */
const withStaleRole = (rows: AccountInBatch[]): number[] =>
  rows.flatMap(({ profile, isPrimary, role }) =>
    profile && isPrimary && profile.role !== role ? [profile.id] : []
  );

/** The next accounts with their profiles, in one query. */
const readBatch = (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  after: number
): Promise<AccountInBatch[]> => {
  const tableOf = (uid: string) => strapi.db.metadata.get(uid).tableName;
  const [account, identity, user] = [STRAPI_UIDS.account, UIDS.identity, UIDS.user].map(tableOf);
  const accountColumns = ACCOUNT_COLUMNS.map((column) => `${account}.${column}`);
  const profileColumns = PROFILE_COLUMNS.map((column) => `${user}.${column} as profile_${column}`);
  return withRole(strapi, table(strapi, trx, STRAPI_UIDS.account))
    .leftJoin(identity, `${identity}.account`, `${account}.document_id`)
    .leftJoin(user, `${user}.id`, `${identity}.user_id`)
    .where(`${account}.id`, '>', after)
    .orderBy(`${account}.id`)
    .limit(BATCH)
    .select([
      ...accountColumns,
      `${identity}.id as identity_id`,
      `${user}.id as profile_id`,
      `${identity}.profile_data`,
      `${identity}.is_primary`,
      ...profileColumns,
    ])
    .then((rows: Row[]) =>
      rows.map((row) => ({
        account: row,
        hasIdentity: row.identity_id !== null,
        profile: row.profile_id === null ? null : profileIn(row),
        claims: asJson<JsonObject>(row.profile_data, {}),
        isPrimary: asBoolean(row.is_primary),
        role: roleKeyIn(row),
      }))
    );
};

const profileIn = (row: Row): UserRow =>
  toUserRow({
    id: Number(row.profile_id),
    ...Object.fromEntries(PROFILE_COLUMNS.map((column) => [column, row[`profile_${column}`]])),
  });

/**
 * An account whose rows the database rejects must not end the pass for all others. If the database is gone, the
 * pass ends here, and the next one continues from the saved position.
 */
const recordFailure = async (strapi: Core.Strapi, what: string, error: unknown): Promise<void> => {
  getService(strapi, 'capture-errors').add(what, error);
  await inTransaction(strapi, (trx) => trx.raw('select 1'));
};

/** @returns the accounts that got users; the others need a closer look, one by one */
const createUsers = async (strapi: Core.Strapi, accountIds: number[]): Promise<Set<number>> => {
  if (accountIds.length === 0) {
    return new Set();
  }
  try {
    return await inTransaction(strapi, (trx) =>
      getService(strapi, 'accounts').createUsers(trx, accountIds)
    );
  } catch (error) {
    await recordFailure(strapi, 'a batch of accounts', error);
    return new Set();
  }
};

const syncAccount = async (
  strapi: Core.Strapi,
  accountId: number,
  counts: AccountCounts
): Promise<void> => {
  try {
    const outcome = await inTransaction(strapi, (trx) =>
      getService(strapi, 'accounts').syncLocked(trx, accountId)
    );
    if (outcome !== 'unchanged') {
      counts[outcome] += 1;
    }
  } catch (error) {
    await recordFailure(strapi, 'an account', error);
    counts.failed += 1;
  }
};

const updateRoles = async (strapi: Core.Strapi, userIds: number[]): Promise<number> => {
  if (userIds.length === 0) {
    return 0;
  }
  try {
    return await inTransaction(strapi, (trx) => syncRoles(strapi, trx, userIds));
  } catch (error) {
    await recordFailure(strapi, 'a batch of roles', error);
    return 0;
  }
};

/**
 * Reads the next accounts, to create or update their profiles: new ones together, changed ones one by one.
 *
 * @param after the id of the last account of the previous batch; 0 for the first batch
 */
export const reconcileAccounts = async (
  strapi: Core.Strapi,
  after: number,
  counts: AccountCounts
): Promise<Batch> => {
  const rows = await inTransaction(strapi, (trx) => readBatch(strapi, trx, after));
  const fresh = rows.filter(({ hasIdentity }) => !hasIdentity).map(({ account }) => account.id);
  const outdated = rows.filter(needsSync).map(({ account }) => account.id);
  const roles = withStaleRole(rows);
  const write = async (): Promise<void> => {
    const created = await createUsers(strapi, fresh);
    counts.created += created.size;
    for (const id of outdated) {
      if (!created.has(id)) {
        await syncAccount(strapi, id, counts);
        await yieldToEventLoop();
      }
    }
    counts.updated += await updateRoles(strapi, roles);
  };
  return {
    write,
    last: rows.length < BATCH ? null : rows[rows.length - 1].account.id,
    size: rows.length,
  };
};

/**
 * Detaches identities from accounts that were deleted without lifecycles, e.g. by raw SQL or while the plugin
 * was disabled, and marks the users who have no account left. Their profiles stay, because the reason of the
 * deletion is unknown.
 *
 * @param save renews the lease of the job
 */
export const reconcileMissingAccounts = async (
  strapi: Core.Strapi,
  counts: AccountCounts,
  save: () => Promise<void>
): Promise<void> => {
  for (let after: number | null = 0; after !== null;) {
    const from: number = after;
    const batch = await inTransaction(strapi, (trx) => detachMissingAccounts(strapi, trx, from));
    counts.detached += batch.detached;
    after = batch.last;
    await save();
    await yieldToEventLoop();
  }
  for (let after: number | null = 0; after !== null;) {
    const from: number = after;
    const batch = await inTransaction(strapi, (trx) => updateNextMarks(strapi, trx, from));
    counts.account_missing += batch.marked;
    after = batch.last;
    await save();
    await yieldToEventLoop();
  }
};
