import { z } from '@strapi/utils';

import type { USER_SORT_FIELDS } from '../../../../shared/contracts/users';
import { isStorable } from '../../../../shared/storable-text';
import { createCursor, MAX_ID } from '../../runtime/cursor';
import { asBoolean, asIso, type Row } from '../../runtime/database/rows';
import { problem, validationError, coded } from '../../utils/errors';
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
  role: text,
  logins_count: z.number().int().min(0).max(MAX_ID),
  last_login: z.iso.datetime(),
  created_at: z.iso.datetime(),
  blocked: z.boolean(),
};

const name = z.string();
const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const id = z.number().int().min(0).max(MAX_ID);

/** The rows after or before a row, or the last rows. */
const cursor = createCursor(
  z.union([
    z.tuple([z.literal('users'), name, z.enum(['after', 'before']), value, id]),
    z.tuple([z.literal('users'), name, z.literal('last')]),
  ])
);

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

/** The cursor for the rows after or before this one. */
export const cursorAt = (side: 'after' | 'before', row: Row, order: Order): string =>
  cursor.encode(['users', nameOf(order), side, valueIn(row, order), row.id]);

/** The cursor for the last rows. */
export const lastCursor = (order: Order): string => cursor.encode(['users', nameOf(order), 'last']);

interface Position {
  value: Value;
  id: number;
}

/** Where a page begins. */
export interface Start {
  /** Whether the page is read from its end to its beginning. */
  isBackward: boolean;
  /** The row beside the page; null for the first or the last page. */
  position: Position | null;
}

export const FIRST_PAGE: Start = { isBackward: false, position: null };

/** @throws ValidationError if the cursor is invalid or belongs to another order */
export const startOf = (encoded: string, order: Order): Start => {
  if (encoded === '') {
    return FIRST_PAGE;
  }
  const [, sort, side, value = null, id = 0] = cursor.decode(encoded);
  if (sort !== nameOf(order)) {
    throw validationError([problem(['pagination', 'cursor'], coded('cursor_order', { sort }))]);
  }
  if (value !== null && !VALUES[order.field].safeParse(value).success) {
    cursor.reject();
  }
  return { isBackward: side !== 'after', position: side === 'last' ? null : { value, id } };
};

/** The value of a position as a database compares it. */
export const boundOf = (field: SortField, value: Value): Value | Date =>
  field === 'last_login' || field === 'created_at' ? new Date(String(value)) : value;
