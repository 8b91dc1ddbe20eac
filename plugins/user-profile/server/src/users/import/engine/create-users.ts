import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../../../shared/constants';
import { linkAccounts } from '../../../model/accounts/account-roles';
import { insertMany, type NewRow } from '../../../runtime/database/insert-many';
import { table, tableName } from '../../../runtime/database/rows';
import { coded } from '../../../utils/errors';
import { getService } from '../../../utils/service';
import { lineProblem, type LineProblem } from '../records/import-user';
import type { NewUserRows } from './new-users';

const LOST = coded('import_lost');
const NOT_STORED = coded('import_not_stored');

/**
 * Inserts new users with their accounts, identities and imported passwords: a few statements for any number.
 *
 * @param onInsert called while the database inserts
 * @returns the lines that the database did not accept
 */
export const createImportedUsers = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  users: NewUserRows[],
  onInsert: () => void
): Promise<LineProblem[]> => {
  if (users.length === 0) {
    return [];
  }
  const withLinked = (some: NewUserRows[]) => some.flatMap((user) => [user, ...user.linked]);
  const all = withLinked(users);
  const connections = new Set(all.map(({ candidate }) => candidate.target.connection.name));
  for (const name of connections) {
    await getService(strapi, 'connection-store').ensure(trx, name);
  }
  const insert = (uid: string, rows: NewRow[]) => insertMany(strapi, trx, uid, rows);
  // Neither needs the ids of the other, so the database never waits for this process in between.
  const inserting = Promise.all([
    insert(
      STRAPI_UIDS.account,
      all.map(({ account }) => account)
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
    users.flatMap(({ identity, user, linked }) => {
      const userId = userIds.get(user.document_id);
      return userId === undefined
        ? []
        : [
            { ...identity, user_id: userId, is_primary: true },
            ...linked.map((each) => ({ ...each.identity, user_id: userId, is_primary: false })),
          ];
    })
  );
  /** Without its account, which a unique index of the site may keep out, no login would reach a user. */
  const hasAccounts = (user: NewUserRows): boolean =>
    withLinked([user]).every(({ account }) => accountIds.has(account.document_id));
  const isKept = (user: NewUserRows): boolean =>
    hasAccounts(user) &&
    withLinked([user]).every(({ identity }) => identityIds.has(identity.document_id));
  const lost = users.filter((user) => !isKept(user));
  const kept = users.filter(isKept);
  if (lost.length > 0) {
    const idsOf = (ids: Map<string, number>, row: (user: NewUserRows) => NewRow): number[] =>
      withLinked(lost).flatMap((user) => ids.get(row(user).document_id) ?? []);
    // Of a user with several identities, some may be there.
    await table(strapi, trx, UIDS.identity)
      .whereIn(
        'id',
        idsOf(identityIds, ({ identity }) => identity)
      )
      .delete();
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
  for (const user of kept) {
    if (user.role) {
      const ids = byRole.get(user.role.id) ?? [];
      for (const { account } of withLinked([user])) {
        ids.push(accountIds.get(account.document_id) ?? 0);
      }
      byRole.set(user.role.id, ids);
    }
  }
  for (const [roleId, ids] of byRole) {
    await linkAccounts(strapi, trx, roleId, ids);
  }
  await getService(strapi, 'imported-passwords').insertMany(
    trx,
    withLinked(kept).flatMap(({ password }) => password ?? [])
  );
  return lost.map((user) => {
    const { line } = user.candidate.user;
    if (hasAccounts(user)) {
      return lineProblem(line, 'user_id', LOST);
    }
    const table = tableName(strapi, STRAPI_UIDS.account);
    strapi.log.warn(
      `[user-profile] line ${line} of an import was not stored: a unique index of the table ${table} has its values already`
    );
    return lineProblem(line, null, NOT_STORED);
  });
};
