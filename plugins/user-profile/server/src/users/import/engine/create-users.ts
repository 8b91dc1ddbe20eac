import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../../../shared/constants';
import { linkAccounts } from '../../../model/accounts/account-roles';
import { insertMany, type NewRow } from '../../../runtime/database/insert-many';
import { table } from '../../../runtime/database/rows';
import { getService } from '../../../utils/service';
import type { LineProblem } from '../records/import-user';
import type { NewUser } from './new-users';

const LOST =
  'Another user has this id in another letter case, or was created at the same time. Import the line again';

/**
 * Inserts new users with their accounts, identities and imported passwords: a few statements for any number.
 *
 * @param onInsert called while the database inserts
 * @returns the lines that the database did not accept
 */
export const createImportedUsers = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  users: NewUser[],
  onInsert: () => void
): Promise<LineProblem[]> => {
  if (users.length === 0) {
    return [];
  }
  const connections = new Set(users.map(({ candidate }) => candidate.target.connection.name));
  for (const name of connections) {
    await getService(strapi, 'connection-store').ensure(trx, name);
  }
  const insert = (uid: string, rows: NewRow[]) => insertMany(strapi, trx, uid, rows);
  // Neither needs the ids of the other, so the database never waits for this process in between.
  const inserting = Promise.all([
    insert(
      STRAPI_UIDS.account,
      users.map(({ account }) => account)
    ),
    insert(
      UIDS.user,
      users.map(({ user }) => user)
    ),
  ]);
  onInsert();
  const [accountIds, userIds] = await inserting;
  const identityIds = await insert(
    UIDS.identity,
    users.flatMap(({ identity, user }) => {
      const userId = userIds.get(user.document_id);
      return userId === undefined ? [] : [{ ...identity, user_id: userId, is_primary: true }];
    })
  );
  const isKept = ({ identity }: NewUser): boolean => identityIds.has(identity.document_id);
  const lost = users.filter((user) => !isKept(user));
  const kept = users.filter(isKept);
  if (lost.length > 0) {
    const idsOf = (ids: Map<string, number>, row: (user: NewUser) => NewRow): number[] =>
      lost.flatMap((user) => ids.get(row(user).document_id) ?? []);
    await table(strapi, trx, UIDS.user)
      .whereIn(
        'id',
        idsOf(userIds, ({ user }) => user)
      )
      .delete();
    await table(strapi, trx, STRAPI_UIDS.account)
      .whereIn(
        'id',
        idsOf(accountIds, ({ account }) => account)
      )
      .delete();
  }
  const byRole = new Map<number, number[]>();
  for (const { account, role } of kept) {
    const accountId = accountIds.get(account.document_id);
    if (role && accountId !== undefined) {
      const ids = byRole.get(role.id) ?? [];
      ids.push(accountId);
      byRole.set(role.id, ids);
    }
  }
  for (const [roleId, ids] of byRole) {
    await linkAccounts(strapi, trx, roleId, ids);
  }
  await getService(strapi, 'imported-passwords').insertMany(
    trx,
    kept.flatMap(({ password }) => password ?? [])
  );
  return lost.map(({ candidate: { user } }) => ({
    line: user.line,
    field: 'user_id',
    reason: LOST,
  }));
};
