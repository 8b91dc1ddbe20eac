import type { Core } from '@strapi/types';
import type { z } from '@strapi/utils';
import type { Knex } from 'knex';

import { UIDS } from '../../../../shared/constants';
import type { userFilters } from '../../../../shared/contracts/users';
import { foldIdentifier } from '../../../../shared/email';
import { query } from '../../runtime/database/rows';
import type { UserSearch } from './search';
import { matchExactly } from './sql';

export type UserFilters = z.output<typeof userFilters>;

export interface UserSelection {
  /** Null selects every user. */
  search: UserSearch | null;
  filters: UserFilters;
}

interface Range {
  $gte?: string | number;
  $lt?: string;
  $lte?: number;
}

interface Choice {
  $eq?: string;
  $in?: string[];
}

/** `$eq` and `$in` together must both hold. */
const valuesOf = ({ $eq, $in }: Choice): string[] => {
  if ($eq === undefined) {
    return $in ?? [];
  }
  return $in && !$in.includes($eq) ? [] : [$eq];
};

const instant = (value: string | number): Date | number =>
  typeof value === 'string' ? new Date(value) : value;

const applyRange = (rows: Knex.QueryBuilder, column: string, range: Range | undefined): void => {
  if (range?.$gte !== undefined) {
    rows.where(column, '>=', instant(range.$gte));
  }
  if (range?.$lt !== undefined) {
    rows.where(column, '<', instant(range.$lt));
  }
  if (range?.$lte !== undefined) {
    rows.where(column, '<=', range.$lte);
  }
};

/** A user with several identities is found under the connection of each. */
const applyConnections = (
  strapi: Core.Strapi,
  rows: Knex.QueryBuilder,
  { connection, strategy }: UserFilters
): void => {
  const users = strapi.db.metadata.get(UIDS.user).tableName;
  const identities = strapi.db.metadata.get(UIDS.identity).tableName;
  const ofUser = () =>
    query(strapi, UIDS.identity).whereRaw('?? = ??', [`${identities}.user_id`, `${users}.id`]);
  if (connection) {
    rows.whereExists(ofUser().whereIn('connection', valuesOf(connection)));
  }
  if (strategy) {
    const names = query(strapi, UIDS.connection)
      .whereIn('strategy', valuesOf(strategy))
      .select('name');
    rows.whereExists(ofUser().whereIn('connection', names));
  }
};

/** Restricts a query on the users table to search and filters. */
export const selectUsers = (
  strapi: Core.Strapi,
  rows: Knex.QueryBuilder,
  { search, filters }: UserSelection
): Knex.QueryBuilder => {
  search?.restrict(rows);
  applyConnections(strapi, rows, filters);
  if (filters.email) {
    matchExactly(strapi, rows, 'email', valuesOf(filters.email).map(foldIdentifier));
  }
  if (filters.username) {
    matchExactly(strapi, rows, 'username', valuesOf(filters.username));
  }
  if (filters.blocked) {
    rows.where({ blocked: filters.blocked.$eq });
  }
  if (filters.email_verified) {
    rows.where({ email_verified: filters.email_verified.$eq });
  }
  if (filters.erasure_requested?.$eq === true) {
    rows.whereNotNull('erasure_requested_at');
  }
  if (filters.erasure_requested?.$eq === false) {
    rows.whereNull('erasure_requested_at');
  }
  if (filters.account_missing?.$eq === true) {
    rows.whereNotNull('account_missing_since');
  }
  if (filters.account_missing?.$eq === false) {
    rows.whereNull('account_missing_since');
  }
  applyRange(rows, 'last_login', filters.last_login);
  applyRange(rows, 'logins_count', filters.logins_count);
  applyRange(rows, 'created_at', filters.created_at);
  if (filters.last_login?.$null === true) {
    rows.whereNull('last_login');
  }
  if (filters.last_login?.$null === false) {
    rows.whereNotNull('last_login');
  }
  return rows;
};
