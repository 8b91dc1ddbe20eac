import type { Core } from '@strapi/types';

import { UIDS } from '../../../../shared/constants';
import type { UsersPageMeta } from '../../../../shared/contracts/users';
import { query, tableName, type Row } from '../../runtime/database/rows';
import { boundOf, cursorAt, FIRST_PAGE, lastCursor, type Order, type Start } from './keyset';
import type { Matches, Part, Way } from './matches';
import { orderByColumn } from './sql';

export interface Page {
  start: Start;
  /** The rows to skip. */
  offset: number;
  size: number;
}

const reversed = (order: Order): Order => ({
  ...order,
  direction: order.direction === 'asc' ? 'desc' : 'asc',
});

/**
 * The parts of the order from a position on. NULL, which no comparison matches, is the smallest value on all
 * databases: in descending order it follows the other values.
 *
 * MySQL and MariaDB look up no row values in an index: with `(column, id) > (?, ?)` they would read all rows
 * before the position.
 */
const partsFrom = (
  strapi: Core.Strapi,
  { field, column, direction }: Order,
  { position }: Start
): Part[] => {
  if (!position) {
    return [(rows) => rows];
  }
  const { value, id } = position;
  const comparison = direction === 'asc' ? '>' : '<';
  const empty: Part = (rows) => rows.whereNull(column);
  const filled: Part = (rows) => rows.whereNotNull(column);
  if (value === null) {
    const beside: Part = (rows) => empty(rows).where('id', comparison, id);
    return direction === 'asc' ? [beside, filled] : [beside];
  }
  const bound = boundOf(field, value);
  const last: Part[] = direction === 'asc' ? [] : [empty];
  if (strapi.db.dialect.client === 'mysql') {
    // As a range: rows of one value are sorted if its collation differs from that of the connection.
    const equal: Part = (rows) =>
      rows.where(column, '>=', bound).where(column, '<=', bound).where('id', comparison, id);
    return [equal, (rows) => rows.where(column, comparison, bound), ...last];
  }
  const bindings = [column, 'id', bound, id];
  const beside: Part = (rows) => filled(rows).whereRaw(`(??, ??) ${comparison} (?, ?)`, bindings);
  return [beside, ...last];
};

/** Reads rows by their ids, so the database neither skips nor sorts whole rows. */
const readRows = async (
  strapi: Core.Strapi,
  { ways }: Matches,
  order: Order,
  { start, offset }: Page,
  limit: number
): Promise<Row[]> => {
  const users = tableName(strapi, UIDS.user);
  const read = async (way: Way, part: Part, count: number): Promise<Row[]> => {
    const ids = orderByColumn(strapi, way(part, order), order).limit(count);
    const whole = query(strapi, UIDS.user)
      .join((offset > 0 ? ids.offset(offset) : ids).as('page'), 'page.id', `${users}.id`)
      .select(`${users}.*`);
    return orderByColumn(strapi, whole, order, users);
  };
  const found: Row[] = [];
  for (const part of partsFrom(strapi, order, start)) {
    const missing = limit - found.length;
    let rows: Row[] = [];
    for (const way of ways) {
      rows = rows.length < missing ? await read(way, part, missing) : rows;
    }
    found.push(...rows);
  }
  return found;
};

/**
 * Reads a page and the cursors around it. A page by cursor costs the same at any depth.
 */
export const readPage = async (
  strapi: Core.Strapi,
  matches: Matches,
  order: Order,
  page: Page
): Promise<{
  page: Row[];
  cursors: Pick<UsersPageMeta, 'nextCursor' | 'previousCursor' | 'lastCursor'>;
}> => {
  const { start, offset, size } = page;
  const { isBackward, position } = start;
  // One row more shows whether there is another page.
  const found = await readRows(
    strapi,
    matches,
    isBackward ? reversed(order) : order,
    page,
    size + 1
  );
  const hasMore = found.length > size;
  if (isBackward && !hasMore) {
    return readPage(strapi, matches, order, { ...page, start: FIRST_PAGE });
  }
  const shown = isBackward ? found.slice(0, size).reverse() : found.slice(0, size);
  const [first] = shown;
  const last = shown.at(-1);
  const lastPage = lastCursor(order);
  const isFirst = !isBackward && !position && offset === 0;
  const isLast = isBackward ? !position : !hasMore;
  const before = first ? cursorAt('before', first, order) : lastPage;
  return {
    page: shown,
    cursors: {
      nextCursor: isLast || !last ? null : cursorAt('after', last, order),
      previousCursor: isFirst ? null : before,
      lastCursor: lastPage,
    },
  };
};
