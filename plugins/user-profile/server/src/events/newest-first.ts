import type { Core } from '@strapi/types';
import { z } from '@strapi/utils';
import type { Knex } from 'knex';

import { DEFAULT_HISTORY_HOURS, MAX_SEARCHED_EVENTS, UIDS } from '../../../shared/constants';
import { HOUR_MS } from '../../../shared/durations';
import { createCursor, type CursorField, MAX_ID } from '../runtime/cursor';
import { asDate, asIso, query, type Row } from '../runtime/database/rows';

export interface DateRange {
  $gte?: string;
  $lt?: string;
}

/** The last two days if there is no range. */
export const rangeOf = (range: DateRange | undefined): { from: Date; to: Date | null } => ({
  from: range?.$gte
    ? new Date(range.$gte)
    : new Date(range?.$lt ? 0 : Date.now() - DEFAULT_HISTORY_HOURS * HOUR_MS),
  to: range?.$lt ? new Date(range.$lt) : null,
});

/** The last event of a page: lists of events are ordered by date and id, newest first. */
const eventCursor = createCursor(z.tuple([z.iso.datetime(), z.number().int().min(0).max(MAX_ID)]));

interface Position {
  date: Date;
  id: number;
}

type Narrow = (rows: Knex.QueryBuilder) => unknown;

/** Columns that an index leads to in the order of date and id. All events, if it is empty. */
export type IndexedColumns = Partial<Record<'profile' | 'type' | 'ip' | 'actor', string>>;

export const ofTypes = (
  columns: IndexedColumns,
  types: readonly string[] | undefined
): IndexedColumns[] =>
  types ? [...new Set(types)].map((type) => ({ ...columns, type })) : [columns];

export interface Selection {
  /** The events of any of them, without duplicates. Each is read from an index. */
  indexed: readonly IndexedColumns[];
  date?: DateRange;
  /** Conditions that no index serves. They limit how far one page searches. */
  narrow?: Narrow;
  /** Likewise, for what cannot be compared in SQL. */
  matches?: (row: Row) => boolean;
}

export interface EventPage {
  rows: Row[];
  /** The position of the first row. */
  newest: string | null;
  nextCursor: string | null;
  /** Set if the search stopped at its limit before the page was full. */
  searchedTo: string | null;
}

const MATCH_BATCH = 500;

const positionOf = (row: Row): Position => ({ date: asDate(row.date) ?? new Date(0), id: row.id });

const encode = ({ date, id }: Position): string => eventCursor.encode([date.toISOString(), id]);

const AFTER: CursorField = { path: ['after'], source: 'newest' };

const decode = (cursor: string, field?: CursorField): Position => {
  const [date, id] = eventCursor.decode(cursor, field);
  return { date: new Date(date), id };
};

const newestFirst = (rows: Knex.QueryBuilder): Knex.QueryBuilder =>
  rows.orderBy([
    { column: 'date', order: 'desc' },
    { column: 'id', order: 'desc' },
  ]);

/**
 * Only the first condition is one that PostgreSQL and SQLite look up in an index. Without it, each page would
 * read all newer events again.
 */
const olderThan =
  ({ date, id }: Position): Narrow =>
  (rows) =>
    rows
      .where('date', '<=', date)
      .where((each) => each.where('date', '<', date).orWhere('id', '<', id));

/** Including the position. */
const backTo =
  ({ date, id }: Position): Narrow =>
  (rows) =>
    rows
      .where('date', '>=', date)
      .where((each) => each.where('date', '>', date).orWhere('id', '>=', id));

const newerThan =
  ({ date, id }: Position): Narrow =>
  (rows) =>
    rows
      .where('date', '>=', date)
      .where((each) => each.where('date', '>', date).orWhere('id', '>', id));

interface PageOptions {
  cursor?: string;
  /** The position that `newest` was: only newer events are read. */
  after?: string;
  pageSize: number;
}

/** One page of the selection. Its cost does not depend on the number of events in the log. */
export const findNewestFirst = async (
  strapi: Core.Strapi,
  { indexed, date, narrow, matches }: Selection,
  { cursor, after, pageSize }: PageOptions
): Promise<EventPage> => {
  if (indexed.length === 0) {
    return { rows: [], newest: null, nextCursor: null, searchedTo: null };
  }
  const { from, to } = rangeOf(date);

  /** Merges the indexes. Each gives its newest events only, so few more than `limit` are read. */
  const read = (conditions: readonly Narrow[], limit: number, skip = 0): Knex.QueryBuilder => {
    const parts = indexed.map((columns) => {
      const rows = query(strapi, UIDS.event).where(columns).where('date', '>=', from);
      if (to) {
        rows.where('date', '<', to);
      }
      conditions.forEach((condition) => condition(rows));
      return newestFirst(rows);
    });
    if (parts.length === 1) {
      return parts[0].limit(limit).offset(skip);
    }
    // SQLite accepts ORDER BY and LIMIT in a part of a UNION only within a subquery.
    const [first, ...others] = parts.map((part) =>
      query(strapi, UIDS.event).from(part.limit(skip + limit).as('part'))
    );
    const merged = query(strapi, UIDS.event).from(first.unionAll(others).as('merged'));
    return newestFirst(merged).limit(limit).offset(skip);
  };

  const start = cursor ? decode(cursor) : undefined;
  const newer = after ? [newerThan(decode(after, AFTER))] : [];
  const before = (position: Position | undefined) => (position ? [olderThan(position)] : []);

  /** The last event that the page may compare, if there are more. This query reads indexes only. */
  const findEnd = async (): Promise<Position | null> => {
    const columns: Narrow = (rows) => rows.select('date', 'id');
    const [row]: Row[] = await read(
      [...newer, ...before(start), columns],
      1,
      MAX_SEARCHED_EVENTS - 1
    );
    return row ? positionOf(row) : null;
  };

  const end = narrow || matches ? await findEnd() : null;
  const conditions = [...newer, ...(end ? [backTo(end)] : []), ...(narrow ? [narrow] : [])];
  const batchSize = matches ? MATCH_BATCH : pageSize + 1;
  const found: Row[] = [];
  for (let reached = start; found.length <= pageSize;) {
    const batch: Row[] = await read([...before(reached), ...conditions], batchSize);
    found.push(...(matches ? batch.filter(matches) : batch));
    if (batch.length < batchSize) {
      break;
    }
    reached = positionOf(batch[batch.length - 1]);
  }

  const rows = found.slice(0, pageSize);
  const newest = rows.length > 0 ? encode(positionOf(rows[0])) : null;
  if (found.length > pageSize) {
    return { rows, newest, nextCursor: encode(positionOf(rows[pageSize - 1])), searchedTo: null };
  }
  return { rows, newest, nextCursor: end && encode(end), searchedTo: end && asIso(end.date) };
};
