import type { Core } from '@strapi/types';
import type { z } from '@strapi/utils';
import type { Knex } from 'knex';

import { UIDS } from '../../../../shared/constants';
import type { userFilters } from '../../../../shared/contracts/users';
import { foldIdentifier } from '../../../../shared/email';
import { query, tableName, type Row } from '../../runtime/database/rows';
import { primaryIdentitiesWith } from './account-field-filters';
import { valuesOf, type Choice } from './choice';
import { findRoleKeys } from './roles';
import type { UserSearch } from './search';
import { matchExactly, whereFound } from './sql';

export type UserFilters = z.output<typeof userFilters>;

export interface UserSelection {
  /** Null selects every user. */
  search: UserSearch | null;
  filters: UserFilters;
  /** The connections that `filters.strategy` selects, if they have been read: no planner estimates a subquery well. */
  ofStrategy?: string[];
  /** The values of the column `role` that `filters.role` selects. */
  ofRole?: string[];
}

interface Range {
  $gte?: string | number;
  $lt?: string;
  $lte?: number;
}

const instant = (value: string | number): Date | number =>
  typeof value === 'string' ? new Date(value) : value;

/** Adds a condition on a column, which is `??` in its SQL. */
type Compare = (column: string, condition: string, ...values: Knex.RawBinding[]) => void;

const compareRange = (compare: Compare, column: string, range: Range | undefined): void => {
  if (range?.$gte !== undefined) {
    compare(column, '?? >= ?', instant(range.$gte));
  }
  if (range?.$lt !== undefined) {
    compare(column, '?? < ?', instant(range.$lt));
  }
  if (range?.$lte !== undefined) {
    compare(column, '?? <= ?', range.$lte);
  }
};

/** SQLite does not use an index for IS NOT NULL, but for a comparison that every date passes. */
const compareNull = (compare: Compare, column: string, isNull: boolean | undefined): void => {
  if (isNull === true) {
    compare(column, '?? is null');
  }
  if (isNull === false) {
    compare(column, '?? >= ?', new Date(0));
  }
};

const connectionsOf = (strapi: Core.Strapi, strategy: Choice): Knex.QueryBuilder =>
  query(strapi, UIDS.connection).whereIn('strategy', valuesOf(strategy)).select('name');

/** Reads the connections of `filters.strategy`, and the roles of `filters.role`. */
export const resolveFilters = async (
  strapi: Core.Strapi,
  selection: UserSelection
): Promise<UserSelection> => {
  const { strategy, role } = selection.filters;
  const resolved = { ...selection };
  if (strategy) {
    const rows: Row[] = await connectionsOf(strapi, strategy);
    resolved.ofStrategy = rows.map((row) => String(row.name));
  }
  if (role) {
    resolved.ofRole = await findRoleKeys(strapi, role);
  }
  return resolved;
};

/** The connections, if they are the only thing that users are selected by. */
export const onlyConnections = ({
  search,
  filters,
  ofStrategy,
}: UserSelection): string[] | undefined => {
  const { connection, strategy, ...others } = filters;
  if (search || Object.keys(others).length > 0 || (connection && strategy)) {
    return undefined;
  }
  return connection ? valuesOf(connection) : ofStrategy;
};

/** A user with several identities is found under the connection of each. */
const applyConnections = (
  strapi: Core.Strapi,
  rows: Knex.QueryBuilder,
  { filters: { connection, strategy }, ofStrategy }: UserSelection,
  isWalked: boolean
): void => {
  const users = tableName(strapi, UIDS.user);
  const identities = tableName(strapi, UIDS.identity);
  const restrict = (names: Knex.QueryBuilder | string[]): void => {
    const found = query(strapi, UIDS.identity).whereIn(`${identities}.connection`, names);
    if (isWalked) {
      whereFound(strapi, rows, found.whereRaw('?? = ??', [`${identities}.user_id`, `${users}.id`]));
    } else {
      rows.whereIn(`${users}.id`, found.select(`${identities}.user_id`));
    }
  };
  if (connection) {
    restrict(valuesOf(connection));
  }
  if (strategy) {
    restrict(ofStrategy ?? connectionsOf(strapi, strategy));
  }
};

/** The account fields, if they are the only thing that users are selected by. */
export const onlyAccountFields = ({
  search,
  filters,
}: UserSelection): UserFilters['account_fields'] => {
  const { account_fields: fields, ...others } = filters;
  return search || Object.keys(others).length > 0 ? undefined : fields;
};

const applyAccountFields = (
  strapi: Core.Strapi,
  rows: Knex.QueryBuilder,
  fields: UserFilters['account_fields'],
  isWalked: boolean
): void => {
  if (!fields || Object.keys(fields).length === 0) {
    return;
  }
  const users = tableName(strapi, UIDS.user);
  const identities = tableName(strapi, UIDS.identity);
  const found = primaryIdentitiesWith(strapi, fields, isWalked);
  if (isWalked) {
    whereFound(strapi, rows, found.whereRaw('?? = ??', [`${identities}.user_id`, `${users}.id`]));
  } else {
    rows.whereIn(`${users}.id`, found.select(`${identities}.user_id`));
  }
};

/**
 * Restricts a query on the users table to search and filters. A filter by role must have been resolved.
 *
 * @param walked the column of the order in which the rows are read until a page is full, which suits a common
 * filter. Without it, the rows are found by the filters, which suits a rare one.
 */
export const selectUsers = (
  strapi: Core.Strapi,
  rows: Knex.QueryBuilder,
  selection: UserSelection,
  walked?: string
): Knex.QueryBuilder => {
  const { search, filters } = selection;
  // SQLite has no statistics: it would rather sort all blocked users than read the order's index. A unary plus
  // keeps a condition from choosing the index (https://sqlite.org/optoverview.html#uplus).
  const isHinted = walked !== undefined && strapi.db.dialect.client === 'sqlite';
  const compare: Compare = (column, condition, ...values) => {
    const sql = isHinted && column !== walked ? `+${condition}` : condition;
    rows.whereRaw(sql, [column, ...values]);
  };
  search?.restrict(rows, walked !== undefined);
  applyConnections(strapi, rows, selection, walked !== undefined);
  applyAccountFields(strapi, rows, filters.account_fields, walked !== undefined);
  if (filters.email) {
    matchExactly(strapi, rows, 'email', valuesOf(filters.email).map(foldIdentifier));
  }
  if (filters.username) {
    matchExactly(strapi, rows, 'username', valuesOf(filters.username));
  }
  if (filters.blocked) {
    compare('blocked', '?? = ?', filters.blocked.$eq);
  }
  if (filters.email_verified) {
    compare('email_verified', '?? = ?', filters.email_verified.$eq);
  }
  if (filters.role) {
    const { ofRole = [] } = selection;
    const values = ofRole.map(() => '?').join(', ');
    compare('role', ofRole.length > 0 ? `?? in (${values})` : '?? is null and 1 = 0', ...ofRole);
  }
  const { erasure_requested: requested, account_missing: missing, invited } = filters;
  compareNull(compare, 'erasure_requested_at', requested && !requested.$eq);
  compareNull(compare, 'account_missing_since', missing && !missing.$eq);
  compareNull(compare, 'invitation_expires_at', invited && !invited.$eq);
  compareNull(compare, 'last_login', filters.last_login?.$null);
  compareRange(compare, 'last_login', filters.last_login);
  compareRange(compare, 'logins_count', filters.logins_count);
  compareRange(compare, 'created_at', filters.created_at);
  return rows;
};
