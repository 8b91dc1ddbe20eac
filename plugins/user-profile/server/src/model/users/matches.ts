import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { EXACT_COUNT_LIMIT, UIDS } from '../../../../shared/constants';
import { query, tableName } from '../../runtime/database/rows';
import { countOrEstimate } from '../../runtime/paging';
import { primaryIdentitiesWith } from './account-field-filters';
import {
  onlyAccountFields,
  onlyConnections,
  onlyLoginBlocked,
  resolveFilters,
  selectUsers,
  type UserSelection,
} from './filters';
import { usersWithLoginBlock } from './filters-by-table';
import type { Order } from './keyset';
import { orderByColumn } from './sql';

/** Matching users up to this number are sorted, because reading the order's index costs more. */
const FEW = 5000;

/**
 * The rows of the order's index that are read before the matching users are sorted instead: if filter and order
 * depend on each other, all matching users may come last.
 */
const maxWalked = (total: number): number => Math.max(2 * FEW, Math.round(total / 2));

/** More rows than any table has. A LIMIT keeps the planner from merging a query into the one around it. */
const FENCE = 1_000_000_000;

/** The columns of the filters. */
const FILTERED = [
  'id',
  'document_id',
  'email',
  'username',
  'role',
  'blocked',
  'email_verified',
  'last_login',
  'logins_count',
  'created_at',
  'erasure_requested_at',
  'account_missing_since',
  'invitation_expires_at',
];

/** Restricts a query to a part of its rows, such as those after a cursor. */
export type Part = (rows: Knex.QueryBuilder) => Knex.QueryBuilder;

/** Creates a query for ids and order values of matching users. */
export type Way = (part: Part, order: Order) => Knex.QueryBuilder;

export interface Matches {
  /** Known if it was asked for or needed; an estimate if it is above `EXACT_COUNT_LIMIT`. */
  total?: number;
  /** To be tried in turn until one fills the page. The last one finds all users. */
  ways: [Way, ...Way[]];
}

/** The users of a connection by its index. A limit suffices for counting. */
const usersOf = (strapi: Core.Strapi, connection: string): Knex.QueryBuilder =>
  query(strapi, UIDS.identity).where({ connection }).whereNotNull('user_id').distinct('user_id');

/** Counts users who are selected by another table only from its index. */
const countMatches = async (strapi: Core.Strapi, selection: UserSelection): Promise<number> => {
  const { search, filters } = selection;
  if (search && Object.keys(filters).length === 0) {
    return search.count ?? countOrEstimate(strapi, search.hits());
  }
  const fields = onlyAccountFields(selection);
  if (fields) {
    return countOrEstimate(
      strapi,
      primaryIdentitiesWith(strapi, fields).select(`${tableName(strapi, UIDS.identity)}.user_id`)
    );
  }
  if (onlyLoginBlocked(selection)) {
    return countOrEstimate(strapi, usersWithLoginBlock(strapi));
  }
  const connections = onlyConnections(selection) ?? [];
  const users = selectUsers(strapi, query(strapi, UIDS.user), selection).select('id');
  if (connections.length === 0) {
    return countOrEstimate(strapi, users);
  }
  const [first, ...others] = connections.map((name) =>
    strapi.db.connection.select('user_id').from(
      usersOf(strapi, name)
        .limit(EXACT_COUNT_LIMIT + 1)
        .as('counted')
    )
  );
  return countOrEstimate(strapi, first.union(others), users);
};

/** The filter of a column that users are sorted by. The index of the order serves both. */
const ownFilter = ({ filters, ...resolved }: UserSelection, column: string): UserSelection => ({
  ...resolved,
  search: null,
  filters: Object.fromEntries(Object.entries(filters).filter(([name]) => name === column)),
});

/**
 * Finds the matching users by the indexes of the filters, or by reading the order's index until the page is
 * full. The former suits few users, the latter many, and both cost about the same at the border. PostgreSQL
 * would choose by its statistics, which do not know how filter and order depend on each other; other databases
 * have none.
 */
export const findMatches = async (
  strapi: Core.Strapi,
  requested: UserSelection,
  withTotal: boolean
): Promise<Matches> => {
  const selection = await resolveFilters(strapi, requested);
  const { search, filters } = selection;
  const users = () => query(strapi, UIDS.user);
  const table = tableName(strapi, UIDS.user);
  const from = (rows: Knex.QueryBuilder, name = 'matching') =>
    strapi.db.connection.from(rows.as(name));
  const found: Part = (rows) => selectUsers(strapi, rows, selection);

  const walk: Way = (part, { column }) =>
    part(selectUsers(strapi, users(), selection, column)).select('id', column);
  const walkUpTo =
    (limit: number): Way =>
    (part, order) => {
      const columns = [...new Set([...FILTERED, order.column])];
      const own = selectUsers(strapi, users(), ownFilter(selection, order.column), order.column);
      const walked = orderByColumn(strapi, part(own.select(columns)), order).limit(limit);
      const matching = selectUsers(strapi, from(walked, table), { ...selection, search: null });
      search?.restrict(matching, true);
      return matching.select('id', order.column);
    };
  const sort: Way = (part, { column }) =>
    part(from(found(users()).select('id', column).limit(FENCE)));

  const hasFilters = Object.keys(filters).length > 0;
  const total =
    withTotal || (hasFilters && !search) ? await countMatches(strapi, selection) : undefined;
  if (!search && !hasFilters) {
    return { total, ways: [walk] };
  }
  const hasFewHits = search !== null && search.count !== null;
  // A search without filters that has more hits is walked to: planners misjudge how many there are.
  if (hasFewHits || (hasFilters && total !== undefined && total <= FEW)) {
    return { total, ways: [sort] };
  }
  // Elsewhere, the outer query would sort the walked rows again.
  const isBounded = strapi.db.dialect.client === 'postgres';
  return { total, ways: isBounded ? [walkUpTo(maxWalked(total ?? 0)), sort] : [walk] };
};
