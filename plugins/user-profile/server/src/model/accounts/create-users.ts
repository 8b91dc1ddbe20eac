import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../../shared/constants';
import { insertMany } from '../../runtime/database/insert-many';
import { table, type Row } from '../../runtime/database/rows';
import { getService } from '../../utils/service';
import { isBackfilled } from '../event-publisher';
import { ACCOUNT_COLUMNS, accountOf, type Account } from './account';
import { findRoleKeysOf } from './account-roles';
import { newRowsOf, type NewRows } from './new-rows';

interface NewUser extends NewRows {
  account: Account;
}

/**
 * Locks the accounts, so none of them changes or disappears before the transaction ends. What changes later
 * finds the identity and updates it. On PostgreSQL, accounts that another transaction is changing are left
 * out instead of awaited, so a batch neither waits for a login nor deadlocks with it.
 */
const lockAccounts = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  ids: number[]
): Promise<Account[]> => {
  const accounts = table(strapi, trx, STRAPI_UIDS.account)
    .whereIn('id', ids)
    .orderBy('id')
    .select(...ACCOUNT_COLUMNS)
    .forShare();
  const rows: Row[] = await (strapi.db.dialect.client === 'postgres'
    ? accounts.skipLocked()
    : accounts);
  return rows.map(accountOf);
};

/** Without the accounts whose identity exists, e.g. one that lost its account and gets it back. */
const withoutIdentity = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  users: NewUser[]
): Promise<NewUser[]> => {
  const keys = users.map(({ identity }) => identity.identity_key);
  const rows: Row[] = await table(strapi, trx, UIDS.identity)
    .whereIn('identity_key', keys)
    .select('identity_key');
  const existing = new Set(rows.map(({ identity_key: key }) => key));
  return users.filter(({ identity }) => !existing.has(identity.identity_key));
};

/**
 * Creates the users of accounts that have no identity. A login or registration may create the same user at
 * the same time: then the unique keys of its rows win, and the rows made here are not kept.
 *
 * @returns the ids of the accounts that got a user
 */
export const createUsers = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  accountIds: number[]
): Promise<Set<number>> => {
  const accounts = await lockAccounts(strapi, trx, accountIds);
  for (const connection of new Set(accounts.map(({ provider }) => provider))) {
    await getService(strapi, 'connection-store').ensure(trx, connection);
  }
  const roles = await findRoleKeysOf(
    strapi,
    accounts.map(({ id }) => id)
  );
  const rows = accounts.map((account) => ({
    ...newRowsOf(strapi, account, roles.get(account.id) ?? null),
    account,
  }));
  const users = await withoutIdentity(strapi, trx, rows);
  const userRows = users.map(({ user }) => user);
  const userIds = await insertMany(strapi, trx, UIDS.user, userRows);
  const own = users.flatMap(({ user, identity, account }) => {
    const id = userIds.get(user.document_id);
    return id === undefined ? [] : [{ id, account, identity }];
  });
  const identityIds = await insertMany(
    strapi,
    trx,
    UIDS.identity,
    own.map(({ id, identity }) => ({ ...identity, user_id: id, is_primary: true }))
  );
  const isKept = ({ identity }: (typeof own)[number]) => identityIds.has(identity.document_id);
  const lost = own.filter((each) => !isKept(each)).map(({ id }) => id);
  if (lost.length > 0) {
    await table(strapi, trx, UIDS.user).whereIn('id', lost).delete();
  }
  const kept = own.filter(isKept);
  for (const { id, account } of kept) {
    if (!isBackfilled(account.createdAt)) {
      await getService(strapi, 'event-publisher').profileChanged(trx, id, 'create');
    }
  }
  return new Set(kept.map(({ account }) => account.id));
};
