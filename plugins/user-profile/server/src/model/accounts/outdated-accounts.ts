import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../../shared/constants';
import type { JsonObject } from '../../../../shared/contracts/users';
import {
  asBoolean,
  asJson,
  table,
  tableName,
  whereAny,
  type Row,
} from '../../runtime/database/rows';
import { toUserRow, type UserRow } from '../users/user-row';
import { ACCOUNT_COLUMNS, accountOf, changesOf, MIRRORED_COLUMNS } from './account';
import { findRoleKeysOf } from './account-roles';
import { followsSource } from './follow';

const PROFILE_COLUMNS = [...MIRRORED_COLUMNS, 'role'] as const;

export interface AccountWithProfile {
  account: Row;
  hasIdentity: boolean;
  profile: UserRow | null;
  claims: JsonObject;
  isPrimary: boolean;
  /** The key of the account's role, as the users table stores it. */
  role: string | null;
}

const profileIn = (row: Row): UserRow =>
  toUserRow({
    id: Number(row.profile_id),
    ...Object.fromEntries(PROFILE_COLUMNS.map((column) => [column, row[`profile_${column}`]])),
  });

/** Accounts with their profiles, in the order of their ids. */
export const readAccounts = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  ids: number[]
): Promise<AccountWithProfile[]> => {
  const account = tableName(strapi, STRAPI_UIDS.account);
  const identity = tableName(strapi, UIDS.identity);
  const user = tableName(strapi, UIDS.user);
  const accountColumns = ACCOUNT_COLUMNS.map((column) => `${account}.${column}`);
  const profileColumns = PROFILE_COLUMNS.map((column) => `${user}.${column} as profile_${column}`);
  const roles = await findRoleKeysOf(strapi, ids);
  const found = table(strapi, trx, STRAPI_UIDS.account)
    .leftJoin(identity, `${identity}.account`, `${account}.document_id`)
    .leftJoin(user, `${user}.id`, `${identity}.user_id`);
  const rows: Row[] = await whereAny(strapi, found, `${account}.id`, ids)
    .orderBy(`${account}.id`)
    .select([
      ...accountColumns,
      `${identity}.id as identity_id`,
      `${user}.id as profile_id`,
      `${identity}.profile_data`,
      `${identity}.is_primary`,
      ...profileColumns,
    ]);
  return rows.map((row) => ({
    account: row,
    hasIdentity: row.identity_id !== null,
    profile: row.profile_id === null ? null : profileIn(row),
    claims: asJson<JsonObject>(row.profile_data, {}),
    isPrimary: asBoolean(row.is_primary),
    role: roles.get(Number(row.id)) ?? null,
  }));
};

/** Whether the account lacks its user, or is the primary one of a user who differs from it. */
export const needsSync = ({
  account,
  hasIdentity,
  profile,
  claims,
  isPrimary,
}: AccountWithProfile): boolean =>
  profile
    ? isPrimary && Object.keys(changesOf(profile, accountOf(account), claims)).length > 0
    : !hasIdentity;

/**
 * The users whose role is not that of the account that they log in as. Found together, as a role may have thousands.
 */
export const withStaleRole = (rows: AccountWithProfile[]): number[] =>
  rows.flatMap(({ profile, isPrimary, role }) =>
    profile && isPrimary && profile.role !== role ? [profile.id] : []
  );

/** The accounts whose user or identity differs from them. */
export const findOutdatedAccounts = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  ids: number[]
): Promise<number[]> => {
  const accounts = await readAccounts(strapi, trx, ids);
  return accounts
    .filter((each) => needsSync(each) || !followsSource(accountOf(each.account), each.claims))
    .map(({ account }) => account.id);
};
