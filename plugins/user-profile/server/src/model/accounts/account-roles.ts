import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../../shared/constants';
import {
  asBoolean,
  asText,
  lockRows,
  query,
  table,
  tableName,
  whereAny,
  type Row,
} from '../../runtime/database/rows';
import { groupBy } from '../../utils/group-by';
import { getService } from '../../utils/service';
import { roleKey } from '../users/roles';

interface Link {
  table: string;
  account: string;
  role: string;
  /** The column for the order of the accounts of a role. */
  order: string | null;
}

/** Strapi's table that links accounts with roles. */
const linkOf = (strapi: Core.Strapi): Link => {
  const { role } = strapi.db.metadata.get(STRAPI_UIDS.account).attributes;
  const { joinTable } = role as { joinTable?: Record<string, unknown> };
  if (!joinTable) {
    throw new Error('The user type of Users & Permissions has no relation "role"');
  }
  const nameOf = (column: unknown): string => (column as { name: string }).name;
  return {
    table: String(joinTable.name),
    account: nameOf(joinTable.joinColumn),
    role: nameOf(joinTable.inverseJoinColumn),
    order: asText(joinTable.inverseOrderColumnName),
  };
};

/**
 * The role of each account that has one, as the users table stores it, by the id of the account. Found by the links
 * alone: joined to a page of accounts, PostgreSQL would read all links before those of the page.
 */
export const findRoleKeysOf = async (
  strapi: Core.Strapi,
  accountIds: number[]
): Promise<Map<number, string>> => {
  const link = linkOf(strapi);
  const roles = tableName(strapi, STRAPI_UIDS.role);
  const rows: Row[] = await whereAny(
    strapi,
    query(strapi, STRAPI_UIDS.role).join(link.table, `${link.table}.${link.role}`, `${roles}.id`),
    `${link.table}.${link.account}`,
    accountIds
  ).select(`${link.table}.${link.account} as account_id`, `${roles}.type`, `${roles}.document_id`);
  return new Map(
    rows.flatMap((row) => {
      // Roles that were inserted by SQL may lack it.
      const documentId = asText(row.document_id);
      const key = documentId && roleKey({ type: asText(row.type) ?? '', documentId });
      return key ? [[Number(row.account_id), key] as const] : [];
    })
  );
};

export interface LoginAccount {
  accountId: number;
  documentId: string;
}

/**
 * The account that each user logs in as: that of the primary identity or, if it was deleted, of the oldest
 * identity that has one. Users without an account are missing.
 */
export const findLoginAccounts = async (
  strapi: Core.Strapi,
  userIds: number[]
): Promise<Map<number, LoginAccount>> => {
  const accounts = tableName(strapi, STRAPI_UIDS.account);
  const identities = tableName(strapi, UIDS.identity);
  const rows: Row[] = await query(strapi, UIDS.identity)
    .join(accounts, `${accounts}.document_id`, `${identities}.account`)
    .whereIn(`${identities}.user_id`, userIds)
    .orderBy(`${identities}.id`)
    .select(
      `${identities}.user_id`,
      `${identities}.is_primary`,
      `${accounts}.id as account_id`,
      `${accounts}.document_id as account_document_id`
    );
  const found = new Map<number, LoginAccount>();
  for (const row of rows) {
    const userId = Number(row.user_id);
    if (!found.has(userId) || asBoolean(row.is_primary)) {
      found.set(userId, {
        accountId: Number(row.account_id),
        documentId: String(row.account_document_id),
      });
    }
  }
  return found;
};

/**
 * Brings the column `role` of users in line with the accounts that they log in as. The users are locked first:
 * of two parallel calls, the second one reads what the first one's caller had changed.
 *
 * @returns how many users changed
 */
export const syncRoles = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  userIds: number[]
): Promise<number> => {
  const users = () => table(strapi, trx, UIDS.user);
  const rows: Row[] = await lockRows(
    strapi,
    users().whereIn('id', userIds).orderBy('id'),
    'update'
  ).select('id', 'role');
  const accounts = await findLoginAccounts(strapi, userIds);
  const roles = await findRoleKeysOf(
    strapi,
    [...accounts.values()].map(({ accountId }) => accountId)
  );
  const roleOf = (userId: number): string | null => {
    const account = accounts.get(userId);
    return (account && roles.get(account.accountId)) ?? null;
  };
  const changed = rows
    .map((row) => ({ id: Number(row.id), before: asText(row.role) }))
    .map((user) => ({ ...user, role: roleOf(user.id) }))
    .filter(({ role, before }) => role !== before);
  for (const [role, group] of groupBy(changed, (user) => user.role)) {
    const ids = group.map(({ id }) => id);
    await users().whereIn('id', ids).update({ role, updated_at: new Date() });
    for (const id of ids) {
      await getService(strapi, 'event-publisher').profileChanged(trx, id);
    }
  }
  return changed.length;
};

/** The users who have one of the accounts. */
export const findUsersOf = async (strapi: Core.Strapi, accountIds: number[]): Promise<number[]> => {
  const accounts = query(strapi, STRAPI_UIDS.account).whereIn('id', accountIds);
  const rows: Row[] = await query(strapi, UIDS.identity)
    .whereIn('account', accounts.select('document_id'))
    .whereNotNull('user_id')
    .distinct('user_id');
  return rows.map((row) => Number(row.user_id));
};

const linkRows = (strapi: Core.Strapi, trx: Knex.Transaction, link: Link): Knex.QueryBuilder => {
  const schema = strapi.db.getSchemaName();
  return schema ? trx(link.table).withSchema(schema) : trx(link.table);
};

/**
 * Gives new accounts a role. The order within the role is that of the ids, as Strapi's would be.
 *
 * @param accountIds row ids
 */
export const linkAccounts = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  roleId: number,
  accountIds: number[]
): Promise<void> => {
  const link = linkOf(strapi);
  const schema = strapi.db.getSchemaName();
  const columns = [link.account, link.role, ...(link.order === null ? [] : [link.order])];
  const rows = table(strapi, trx, STRAPI_UIDS.account).select(
    'id',
    trx.raw(String(roleId)),
    ...(link.order === null ? [] : ['id'])
  );
  await trx
    .into(
      trx.raw(`?? (${columns.map(() => '??').join(', ')})`, [
        schema ? `${schema}.${link.table}` : link.table,
        ...columns,
      ])
    )
    .insert(whereAny(strapi, rows, 'id', accountIds));
};

/** Gives an account another role. No other account of the two roles changes its place. */
export const relinkAccount = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  roleId: number,
  accountId: number
): Promise<void> => {
  const link = linkOf(strapi);
  await linkRows(strapi, trx, link)
    .where({ [link.account]: accountId })
    .delete();
  await linkAccounts(strapi, trx, roleId, [accountId]);
};
