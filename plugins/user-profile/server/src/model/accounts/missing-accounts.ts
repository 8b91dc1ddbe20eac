import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../../shared/constants';
import { table, type Row } from '../../runtime/database/rows';
import { getService } from '../../utils/service';
import { accountIdentity, type Account } from './account';
import { findIdentity, identityKey, type IdentityRow } from './identities';

/** The identities of the users of a query on the users table that have an account. */
const identitiesWithAccount = (strapi: Core.Strapi, trx: Knex.Transaction): Knex.QueryBuilder => {
  const [users, identities] = [UIDS.user, UIDS.identity].map(
    (uid) => strapi.db.metadata.get(uid).tableName
  );
  return table(strapi, trx, UIDS.identity)
    .select('id')
    .whereRaw('?? = ??', [`${identities}.user_id`, `${users}.id`])
    .whereNotNull('account');
};

/** Users whose mark is out of date: without any account but unmarked, or marked but with an account. */
export const findOutdatedMarks = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  isMissing: boolean,
  limit: number
): Promise<number[]> => {
  const users = table(strapi, trx, UIDS.user).select('id').orderBy('id').limit(limit);
  const rows: Row[] = isMissing
    ? await users
        .whereNull('account_missing_since')
        .whereNotExists(identitiesWithAccount(strapi, trx))
    : await users
        .whereNotNull('account_missing_since')
        .whereExists(identitiesWithAccount(strapi, trx));
  return rows.map(({ id }) => id);
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
    await getService(strapi, 'event-publisher').profileChanged(trx, identity.user_id);
  }
  return identity;
};

/**
 * Detaches the next identities from accounts that do not exist.
 *
 * @param after the id of the last identity of the previous batch; 0 for the first batch
 * @returns the number of detached identities, and the id of the last one; null after the last batch
 */
export const detachMissingAccounts = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  after: number,
  limit: number
): Promise<{ detached: number; last: number | null }> => {
  const [accounts, identities] = [STRAPI_UIDS.account, UIDS.identity].map(
    (uid) => strapi.db.metadata.get(uid).tableName
  );
  const account = () =>
    table(strapi, trx, STRAPI_UIDS.account)
      .select('id')
      .whereRaw('?? = ??', [`${accounts}.document_id`, `${identities}.account`]);
  const rows: Row[] = await table(strapi, trx, UIDS.identity)
    .where('id', '>', after)
    .whereNotNull('account')
    .whereNotExists(account())
    .orderBy('id')
    .limit(limit)
    .select('id');
  const ids = rows.map(({ id }) => id);
  const detached: number = await table(strapi, trx, UIDS.identity)
    .whereIn('id', ids)
    .whereNotExists(account())
    .update({ account: null });
  return { detached, last: rows.length < limit ? null : ids[ids.length - 1] };
};
