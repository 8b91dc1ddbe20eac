import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { UIDS } from '../../../../shared/constants';
import type { AccountFieldFilters } from '../../../../shared/contracts/account-fields';
import { LOGIN_FAILURES_UID } from '../../runtime/database/plain-models';
import { query, tableName } from '../../runtime/database/rows';
import { primaryIdentitiesWith } from './account-field-filters';
import { valuesOf, type Choice } from './choice';
import { whereFound } from './sql';

/** Restricts users to those that a row of another table belongs to. */
const restrictTo = (
  strapi: Core.Strapi,
  rows: Knex.QueryBuilder,
  found: Knex.QueryBuilder,
  { user, owner }: { user: string; owner: string },
  isWalked: boolean
): void => {
  if (isWalked) {
    whereFound(strapi, rows, found.whereRaw('?? = ??', [owner, user]));
  } else {
    rows.whereIn(user, found.select(owner));
  }
};

const identityColumns = (strapi: Core.Strapi): { user: string; owner: string } => ({
  user: `${tableName(strapi, UIDS.user)}.id`,
  owner: `${tableName(strapi, UIDS.identity)}.user_id`,
});

export const connectionsOf = (strapi: Core.Strapi, strategy: Choice): Knex.QueryBuilder =>
  query(strapi, UIDS.connection).whereIn('strategy', valuesOf(strategy)).select('name');

/**
 * A user with several identities is found under the connection of each.
 *
 * @param isWalked whether each user of an order is compared, instead of finding the users by the identities
 */
export const applyConnections = (
  strapi: Core.Strapi,
  rows: Knex.QueryBuilder,
  {
    filters: { connection, strategy },
    ofStrategy,
  }: { filters: { connection?: Choice; strategy?: Choice }; ofStrategy?: string[] },
  isWalked: boolean
): void => {
  const restrict = (names: Knex.QueryBuilder | string[]): void => {
    const column = `${tableName(strapi, UIDS.identity)}.connection`;
    const found = query(strapi, UIDS.identity).whereIn(column, names);
    restrictTo(strapi, rows, found, identityColumns(strapi), isWalked);
  };
  if (connection) {
    restrict(valuesOf(connection));
  }
  if (strategy) {
    restrict(ofStrategy ?? connectionsOf(strapi, strategy));
  }
};

/** @param isWalked see `applyConnections` */
export const applyAccountFields = (
  strapi: Core.Strapi,
  rows: Knex.QueryBuilder,
  fields: AccountFieldFilters | undefined,
  isWalked: boolean
): void => {
  if (fields && Object.keys(fields).length > 0) {
    const found = primaryIdentitiesWith(strapi, fields, isWalked);
    restrictTo(strapi, rows, found, identityColumns(strapi), isWalked);
  }
};

const loginBlocks = (strapi: Core.Strapi): Knex.QueryBuilder =>
  query(strapi, LOGIN_FAILURES_UID).where('blocked_until', '>', new Date());

/** The users with a login block by its index, for counting. Deleted users have none. */
export const usersWithLoginBlock = (strapi: Core.Strapi): Knex.QueryBuilder =>
  loginBlocks(strapi).whereNotNull('profile').distinct('profile');

/**
 * Users who currently cannot log in from some IP address, after too many failures.
 *
 * @param isWalked see `applyConnections`
 */
export const applyLoginBlocked = (
  strapi: Core.Strapi,
  rows: Knex.QueryBuilder,
  isBlocked: boolean | undefined,
  isWalked: boolean
): void => {
  if (isBlocked === undefined) {
    return;
  }
  const columns = {
    user: `${tableName(strapi, UIDS.user)}.document_id`,
    owner: `${tableName(strapi, LOGIN_FAILURES_UID)}.profile`,
  };
  const blocks = loginBlocks(strapi);
  if (isBlocked) {
    restrictTo(strapi, rows, blocks, columns, isWalked);
  } else {
    rows.whereNotExists(blocks.whereRaw('?? = ??', [columns.owner, columns.user]));
  }
};
