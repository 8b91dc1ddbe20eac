import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../../shared/constants';
import { table, tableName, type Row } from '../../runtime/database/rows';
import { getService } from '../../utils/service';
import { accountIdentity, type Account } from './account';
import { syncRoles } from './account-roles';
import { findIdentity, identityKey, type IdentityRow } from './identities';

/** The identities of the users of a query on the users table that have an account. */
const identitiesWithAccount = (strapi: Core.Strapi, trx: Knex.Transaction): Knex.QueryBuilder => {
  const users = tableName(strapi, UIDS.user);
  const identities = tableName(strapi, UIDS.identity);
  return table(strapi, trx, UIDS.identity)
    .select('id')
    .whereRaw('?? = ??', [`${identities}.user_id`, `${users}.id`])
    .whereNotNull('account');
};

/**
 * Marks the users without any account, and removes the mark from the others. The conditions are part of the
 * UPDATE, so an account that was created after the ids were read counts.
 *
 * @returns how many users were marked
 */
export const updateMarks = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  userIds: number[]
): Promise<number> => {
  const users = () => table(strapi, trx, UIDS.user).whereIn('id', userIds);
  const marked: number = await users()
    .whereNull('account_missing_since')
    .whereNotExists(identitiesWithAccount(strapi, trx))
    .update({ account_missing_since: new Date() });
  await users()
    .whereNotNull('account_missing_since')
    .whereExists(identitiesWithAccount(strapi, trx))
    .update({ account_missing_since: null });
  return marked;
};

/**
 * Gives an identity that lost its account the account with the same key, e.g. after a restored backup.
 *
 * @returns null if there is no such identity
 */
export const reattachAccount = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  account: Account
): Promise<IdentityRow | null> => {
  const key = identityKey(account.provider, accountIdentity(account).externalId);
  const detached = () =>
    table(strapi, trx, UIDS.identity).where({ identity_key: key }).whereNull('account');
  // Read first: an UPDATE without a match locks the gap on MariaDB, and parallel sign-ups would deadlock.
  const isDetached = await detached().first('id');
  if (!isDetached) {
    return null;
  }
  const attached: number = await detached().update({
    account: account.documentId,
    updated_at: new Date(),
  });
  if (attached === 0) {
    return null;
  }
  const identity = await findIdentity(strapi, { identity_key: key });
  if (identity) {
    await updateMarks(strapi, trx, [identity.user_id]);
    await syncRoles(strapi, trx, [identity.user_id]);
    await getService(strapi, 'event-publisher').profileChanged(trx, identity.user_id);
  }
  return identity;
};

/** The rows that one statement reads. On SQLite, reading the whole table would block the server for seconds. */
const PAGE = 5000;

/** @returns the id of the last row of the page after an id; null if the table ends within the page */
const endOfPage = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  uid: string,
  after: number
): Promise<number | null> => {
  const row: Row | undefined = await table(strapi, trx, uid)
    .where('id', '>', after)
    .orderBy('id')
    .offset(PAGE - 1)
    .first('id');
  return row?.id ?? null;
};

/** A query for the rows of a page: after an id, up to the end of the page. */
const pageOf = (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  uid: string,
  after: number,
  last: number | null
): Knex.QueryBuilder => {
  const rows = table(strapi, trx, uid).where('id', '>', after);
  return last === null ? rows : rows.where('id', '<=', last);
};

/**
 * Detaches the next identities from accounts that do not exist.
 *
 * @param after the id of the last identity of the previous page; 0 for the first page
 * @returns the number of detached identities, and the id of the last one; null after the last page
 */
export const detachMissingAccounts = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  after: number
): Promise<{ detached: number; last: number | null }> => {
  const accounts = tableName(strapi, STRAPI_UIDS.account);
  const identities = tableName(strapi, UIDS.identity);
  const account = () =>
    table(strapi, trx, STRAPI_UIDS.account)
      .select('id')
      .whereRaw('?? = ??', [`${accounts}.document_id`, `${identities}.account`]);
  const last = await endOfPage(strapi, trx, UIDS.identity, after);
  const rows: Row[] = await pageOf(strapi, trx, UIDS.identity, after, last)
    .whereNotNull('account')
    .whereNotExists(account())
    .select('id', 'user_id');
  if (rows.length === 0) {
    return { detached: 0, last };
  }
  const detached: number = await table(strapi, trx, UIDS.identity)
    .whereIn(
      'id',
      rows.map(({ id }) => id)
    )
    .whereNotExists(account())
    .update({ account: null });
  await syncRoles(
    strapi,
    trx,
    rows.map((row) => Number(row.user_id))
  );
  return { detached, last };
};

/**
 * Marks the next users without any account, and removes the mark from those that have one again.
 *
 * @param after the id of the last user of the previous page; 0 for the first page
 * @returns how many users were marked, and the id of the last user; null after the last page
 */
export const updateNextMarks = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  after: number
): Promise<{ marked: number; last: number | null }> => {
  const last = await endOfPage(strapi, trx, UIDS.user, after);
  const users = () => pageOf(strapi, trx, UIDS.user, after, last).select('id');
  const outdated: Row[] = [
    ...(await users()
      .whereNull('account_missing_since')
      .whereNotExists(identitiesWithAccount(strapi, trx))),
    ...(await users()
      .whereNotNull('account_missing_since')
      .whereExists(identitiesWithAccount(strapi, trx))),
  ];
  const ids = outdated.map(({ id }) => id);
  return { marked: ids.length > 0 ? await updateMarks(strapi, trx, ids) : 0, last };
};
