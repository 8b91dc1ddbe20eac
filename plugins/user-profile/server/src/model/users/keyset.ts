import { z } from '@strapi/utils';
import type { Knex } from 'knex';

import type { USER_SORT_FIELDS } from '../../../../shared/contracts/users';
import { createCursor, MAX_ID } from '../../runtime/cursor';
import { asBoolean, asIso, type Row } from '../../runtime/database/rows';
import { problem, validationError } from '../../utils/errors';
import { isStorable } from '../../utils/storable-text';
import { foldedColumn } from './folded-columns';

type SortField = (typeof USER_SORT_FIELDS)[number];
type Value = string | number | boolean | null;

export interface Order {
  field: SortField;
  /** The column that the field is sorted by. */
  column: string;
  direction: 'asc' | 'desc';
}

const columnOf = (field: SortField): string =>
  field === 'name' || field === 'email' || field === 'username' ? foldedColumn(field) : field;

/** @param sort `field:asc` or `field:desc`, already validated */
export const orderOf = (sort: string): Order => {
  const [name, direction] = sort.toLowerCase().split(':');
  const field = name as SortField;
  return { field, column: columnOf(field), direction: direction === 'asc' ? 'asc' : 'desc' };
};

/** The valid values of each order: clients can forge a cursor, and databases reject other values. */
const text = z.string().refine(isStorable);
const VALUES: Record<SortField, z.ZodType<Value>> = {
  name: text,
  email: text,
  username: text,
  connection: text,
  logins_count: z.number().int().min(0).max(MAX_ID),
  last_login: z.iso.datetime(),
  created_at: z.iso.datetime(),
  blocked: z.boolean(),
};

const positionSchema = z.tuple([
  z.literal('users'),
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null()]),
  z.number().int().min(0).max(MAX_ID),
]);

const cursor = createCursor(positionSchema);

const nameOf = ({ field, direction }: Order): string => `${field}:${direction}`;

const valueIn = (row: Row, { column, field }: Order): Value => {
  const value = row[column];
  if (value === null || value === undefined) {
    return null;
  }
  if (field === 'blocked') {
    return asBoolean(value);
  }
  if (field === 'logins_count') {
    return Number(value);
  }
  return field === 'last_login' || field === 'created_at' ? asIso(value) : String(value);
};

/** The cursor for the rows after this one. */
export const cursorAfter = (row: Row, order: Order): string =>
  cursor.encode(['users', nameOf(order), valueIn(row, order), row.id]);

export interface KeysetPosition {
  value: Value;
  id: number;
}

/** @throws ValidationError if the cursor is invalid or belongs to another order */
export const positionOf = (encoded: string, order: Order): KeysetPosition => {
  const [, sort, value, id] = cursor.decode(encoded);
  if (sort !== nameOf(order)) {
    const message = `pagination.cursor belongs to the order ${sort}: keep the same sort for all pages`;
    throw validationError([problem(['pagination', 'cursor'], message)]);
  }
  if (value !== null && !VALUES[order.field].safeParse(value).success) {
    cursor.refuse();
  }
  return { value, id };
};

const bound = ({ field }: Order, value: Value): Value | Date =>
  field === 'last_login' || field === 'created_at' ? new Date(String(value)) : value;

/**
 * Keyset pagination: every page costs the same. NULL sorts as the smallest value on all databases. It is
 * read by a separate query, because no comparison matches it.
 *
 * @param rows creates a query for the rows of all pages
 * @param position the last row of the previous page; null for the first page
 */
export const readFrom = async (
  rows: () => Knex.QueryBuilder,
  order: Order,
  position: KeysetPosition | null,
  limit: number
): Promise<Row[]> => {
  const { column, direction } = order;
  const comparison = direction === 'asc' ? '>' : '<';
  const empty = (after: KeysetPosition | null) => {
    const query = rows().whereNull(column);
    return after ? query.where('id', comparison, after.id) : query;
  };
  const filled = (after: KeysetPosition | null) => {
    const query = rows().whereNotNull(column);
    if (!after) {
      return query;
    }
    const values = [column, 'id', bound(order, after.value), after.id];
    return query.whereRaw(`(??, ??) ${comparison} (?, ?)`, values as Knex.RawBinding[]);
  };
  const parts = direction === 'asc' ? [empty, filled] : [filled, empty];
  const first = position ? parts.indexOf(position.value === null ? empty : filled) : 0;
  const found: Row[] = [];
  for (const [index, part] of parts.slice(first).entries()) {
    if (found.length === limit) {
      break;
    }
    const query = part(index === 0 ? position : null).orderBy([
      { column, order: direction },
      { column: 'id', order: direction },
    ]);
    found.push(...((await query.limit(limit - found.length)) as Row[]));
  }
  return found;
};
