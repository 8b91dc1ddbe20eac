import { setImmediate as yieldToEventLoop } from 'node:timers/promises';

import type { Core } from '@strapi/types';

import { STRAPI_UIDS } from '../../../../shared/constants';
import { syncRoles } from '../../model/accounts/account-roles';
import { detachMissingAccounts, updateNextMarks } from '../../model/accounts/missing-accounts';
import { needsSync, readAccounts, withStaleRole } from '../../model/accounts/outdated-accounts';
import { inTransaction, query } from '../../runtime/database/rows';
import { getService } from '../../utils/service';
import type { RowBatch } from './progress';

/** Few enough for the variables of SQLite (32,766) with some 50 columns for each user. */
const BATCH = 500;
/** While requests arrive: each of them waits for one batch at most, which keeps the event loop and the database busy. */
const SMALL_BATCH = 100;

export interface AccountCounts {
  created: number;
  updated: number;
  detached: number;
  account_missing: number;
  /** Accounts that could not be synced. */
  failed: number;
}

/**
 * An account whose rows the database rejects must not end the pass for all others. If the database is gone, the
 * pass ends here, and the next one continues from the saved position.
 */
const recordFailure = async (strapi: Core.Strapi, what: string, error: unknown): Promise<void> => {
  getService(strapi, 'capture-errors').addErrorOfPass(what, error);
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
 * @param isBusy whether requests arrive
 */
export const reconcileAccounts = async (
  strapi: Core.Strapi,
  after: number,
  counts: AccountCounts,
  isBusy: boolean
): Promise<RowBatch> => {
  const size = isBusy ? SMALL_BATCH : BATCH;
  const ids: number[] = await query(strapi, STRAPI_UIDS.account)
    .where('id', '>', after)
    .orderBy('id')
    .limit(size)
    .pluck('id');
  const rows = await inTransaction(strapi, (trx) => readAccounts(strapi, trx, ids));
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
    last: ids.length < size ? null : ids[ids.length - 1],
    size: ids.length,
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

/**
 * Removes imported hashes of accounts that were deleted, or got another password, without lifecycles.
 *
 * @param save renews the lease of the job
 */
export const reconcileImportedPasswords = async (
  strapi: Core.Strapi,
  save: () => Promise<void>
): Promise<void> => {
  for (let after: number | null = 0; after !== null;) {
    const from: number = after;
    after = await inTransaction(strapi, (trx) =>
      getService(strapi, 'imported-passwords').sweep(trx, from)
    );
    await save();
    await yieldToEventLoop();
  }
};
