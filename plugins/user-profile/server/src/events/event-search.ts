import type { Core } from '@strapi/types';
import type { z } from '@strapi/utils';

import type { SearchLog, searchLogQuery } from '../../../shared/contracts/event-log';
import type { LogEvent } from '../../../shared/contracts/events';
import { EVENT_TYPE_CODES, outcomeOf } from '../../../shared/event-types';
import type { Row } from '../runtime/database/rows';
import { foldText } from '../utils/fold-text';
import { columnsOfUser } from './event-log-reader';
import { findNewestFirst, type IndexedColumns, ofTypes, type Selection } from './newest-first';
import { eventOf } from './serializer';

declare module '../utils/service' {
  interface Services {
    'event-search': ReturnType<typeof createEventSearch>;
  }
}

type SearchQuery = z.output<typeof searchLogQuery>;

export type EventSelection = Omit<SearchQuery, 'pagination'>;

type Filters = SearchQuery['filters'];

const EXPORT_BATCH = 500;

/** The types that the filters leave; undefined for all. */
const typesIn = ({ type, outcome }: Filters): string[] | undefined => {
  const types: string[] | undefined = type?.$in;
  return outcome
    ? (types ?? EVENT_TYPE_CODES).filter((code) => outcomeOf(code) === outcome.$eq)
    : types;
};

/** Compares in JavaScript: databases ignore case and accents in different ways. */
const textMatcher = (text = ''): Selection['matches'] => {
  const wanted = foldText(text);
  if (wanted === '') {
    return undefined;
  }
  return (row: Row) => {
    const { user_name: name, user_id: userId, actor, details } = eventOf(row);
    return [name, userId, actor, JSON.stringify(details)].some((part) =>
      foldText(part ?? '').includes(wanted)
    );
  };
};

/** Searches the log of all users. */
export const createEventSearch = ({ strapi }: { strapi: Core.Strapi }) => {
  /** Chooses the index that leads to the fewest events. The other filters are compared with each of them. */
  const selectionOf = async ({ _q, filters }: EventSelection): Promise<Selection> => {
    const user = filters.user && (await columnsOfUser(strapi, filters.user.$eq));
    const columns: Record<string, string>[] = [
      ...(user ? [user] : []),
      ...(filters.ip ? [{ ip: filters.ip.$eq }] : []),
      ...(filters.actor ? [{ actor: filters.actor.$eq }] : []),
    ];
    // Events without a profile have no index for their `user_id`.
    const index: IndexedColumns = columns.find((each) => !('user_id' in each)) ?? {};
    const compared = columns.filter((each) => each !== index);
    const types = typesIn(filters);
    const hasTypeIndex = !('ip' in index || 'actor' in index);
    const { connection, application } = filters;
    const isNarrowed = compared.length > 0 || connection || application || (types && !hasTypeIndex);

    return {
      indexed: ofTypes(index, hasTypeIndex ? types : undefined),
      date: filters.date,
      matches: textMatcher(_q),
      narrow: isNarrowed
        ? (rows) => {
            compared.forEach((each) => rows.where(each));
            if (types && !hasTypeIndex) {
              rows.whereIn('type', types);
            }
            if (connection) {
              rows.whereIn('connection', connection.$in);
            }
            if (application) {
              const { $eq: name } = application;
              rows.where((each) => each.where('client_id', name).orWhere('client_name', name));
            }
          }
        : undefined,
    };
  };

  const find = async ({ pagination, ...selection }: SearchQuery): Promise<SearchLog.Response> => {
    const { rows, nextCursor, searchedTo } = await findNewestFirst(
      strapi,
      await selectionOf(selection),
      pagination
    );
    const { pageSize } = pagination;
    return {
      data: rows.map(eventOf),
      meta: { pagination: { pageSize, nextCursor }, searched_to: searchedTo },
    };
  };

  return {
    /** Newest first, by keyset pagination. */
    find,

    /** All events of the selection, in batches. */
    async *iterate(selection: EventSelection): AsyncGenerator<LogEvent> {
      for (let cursor: string | undefined; ;) {
        const pagination = { cursor, pageSize: EXPORT_BATCH };
        const { data, meta } = await find({ ...selection, pagination });
        yield* data;
        if (meta.pagination.nextCursor === null) {
          return;
        }
        cursor = meta.pagination.nextCursor;
      }
    },
  };
};
