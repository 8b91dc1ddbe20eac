import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../../../shared/constants';
import { accountOf, type Account } from '../../../model/accounts/account';
import { linkAccounts } from '../../../model/accounts/account-roles';
import { importedDigest } from '../../../model/accounts/imported-passwords/imported-digest';
import { roleKey, type Role } from '../../../model/users/roles';
import { insertMany } from '../../../runtime/database/insert-many';
import { table } from '../../../runtime/database/rows';
import { getService } from '../../../utils/service';
import type { LineProblem } from '../records/import-user';
import { loginNameOf, type Candidate } from './candidate';
import type { NewAccount } from './new-accounts';
import { rowsFor } from './user-rows';

const LOST =
  'Another user has this id in another letter case, or was created at the same time. Import the line again';

const rowsOf = (
  strapi: Core.Strapi,
  { candidate, row: accountRow }: NewAccount,
  account: Account,
  role: Role | null
) => {
  const { user, ids } = candidate;
  const {
    user: columns,
    identity,
    overrides,
    columns: names,
  } = rowsFor(strapi, account, role && roleKey(role), {
    userId: ids.userId || `${account.provider}|${account.documentId}`,
    externalId: candidate.target.isNative ? account.documentId : ids.externalId,
    data: user.source.data,
    emailVerified: user.source.emailVerified,
    loginName: loginNameOf(candidate),
    attributes: user.attributes,
  });
  return {
    identity: { ...identity, imported_digest: importedDigest(accountRow.password) },
    user: {
      ...columns,
      ...names,
      overrides,
      created_at: accountRow.created_at,
      user_metadata: user.userMetadata ?? {},
      app_metadata: user.appMetadata ?? {},
      phone_verified: names.phone_number === null ? null : (user.phoneVerified ?? false),
      logins_count: user.loginsCount ?? 0,
      last_login: user.lastLogin,
      last_ip: user.lastIp,
      last_password_reset: user.lastPasswordReset,
    },
  };
};

/**
 * Inserts new users with their accounts, identities and imported passwords: a few statements for any number.
 *
 * @param roleOf the role of the account of a user
 * @returns the lines that the database did not accept
 */
export const createImportedUsers = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  accounts: NewAccount[],
  roleOf: (candidate: Candidate) => Role | null
): Promise<LineProblem[]> => {
  if (accounts.length === 0) {
    return [];
  }
  const connections = new Set(accounts.map(({ candidate }) => candidate.target.connection.name));
  for (const name of connections) {
    await getService(strapi, 'connection-store').ensure(trx, name);
  }
  const accountIds = await insertMany(
    strapi,
    trx,
    STRAPI_UIDS.account,
    accounts.map(({ row }) => row)
  );
  const made = accounts.map((each) => {
    const id = accountIds.get(each.row.document_id) ?? 0;
    const account = accountOf({ ...each.row, id });
    return { ...each, id, account, rows: rowsOf(strapi, each, account, roleOf(each.candidate)) };
  });
  const userIds = await insertMany(
    strapi,
    trx,
    UIDS.user,
    made.map(({ rows }) => rows.user)
  );
  const withUser = made.flatMap((each) => {
    const userId = userIds.get(each.rows.user.document_id);
    return userId === undefined ? [] : [{ ...each, userId }];
  });
  const identityIds = await insertMany(
    strapi,
    trx,
    UIDS.identity,
    withUser.map(({ rows, userId }) => ({ ...rows.identity, user_id: userId, is_primary: true }))
  );
  const kept = withUser.filter(({ rows }) => identityIds.has(rows.identity.document_id));
  const lost = made.filter(({ id }) => !kept.some((each) => each.id === id));
  if (kept.length < made.length) {
    await removeLost(
      strapi,
      trx,
      lost.map(({ id }) => id),
      withUser.filter((each) => !kept.includes(each)).map(({ userId }) => userId)
    );
  }
  await linkAccounts(
    strapi,
    trx,
    kept.flatMap(({ id, candidate }) => {
      const role = roleOf(candidate);
      return role ? [{ accountId: id, roleId: role.id }] : [];
    })
  );
  await getService(strapi, 'imported-passwords').insertMany(
    trx,
    kept.flatMap(({ imported }) => (imported ? [imported] : []))
  );
  return lost.map(({ candidate: { user } }) => ({
    line: user.line,
    field: 'user_id',
    reason: LOST,
  }));
};

const removeLost = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  accountIds: number[],
  userIds: number[]
): Promise<void> => {
  await table(strapi, trx, UIDS.user).whereIn('id', userIds).delete();
  await table(strapi, trx, STRAPI_UIDS.account).whereIn('id', accountIds).delete();
};
