import type { Core } from '@strapi/types';
import type { z } from '@strapi/utils';
import type { Knex } from 'knex';

import { MAX_COUNTED_EVENTS } from '../../../shared/constants';
import type {
  CountEvents,
  FoundEvent,
  SearchLog,
  searchLogQuery,
} from '../../../shared/contracts/event-log';
import { EVENT_TYPE_CODES, outcomeOf } from '../../../shared/event-types';
import { describeUserAgent } from '../enrich';
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

const foundEventOf = (row: Row): FoundEvent => {
  const event = eventOf(row);
  const { user_agent: userAgent } = event;
  return { ...event, device_name: userAgent === null ? null : describeUserAgent(userAgent).name };
};

/** What the search for text compares: what a row of the list shows, and the details. */
const textOf = (event: FoundEvent): string => {
  const { location_info: place } = event;
  return [
    event.user_name,
    event.user_id,
    event.actor,
    event.connection,
    event.client_name,
    event.client_id,
    event.device_name,
    event.ip,
    place?.city_name,
    place?.region_name,
    place?.country_name,
    JSON.stringify(event.details),
  ]
    .filter(Boolean)
    .join('\n');
};

/** Compares in JavaScript: databases ignore case and accents in different ways. */
const textMatcher = (text = ''): Selection['matches'] => {
  const wanted = foldText(text);
  return wanted === ''
    ? undefined
    : (row: Row) => foldText(textOf(foundEventOf(row))).includes(wanted);
};

/**
 * An expression, so no database reads the column's own index: SQLite would choose that of a frequent IP address
 * instead of the user's, and read the events of all other users there.
 */
const compare =
  (rows: Knex.QueryBuilder) =>
  ([column, value]: [string, string]): unknown =>
    rows.whereRaw("coalesce(??, '') = ?", [column, value]);

/** Filters that no index serves, by column. */
const comparedColumns = ({ device, country, region, city }: Filters): Record<string, string>[] => [
  ...(device ? [{ device_id: device.$eq }] : []),
  ...(country ? [{ country_code: country.$eq }] : []),
  ...(region ? [{ region_name: region.$eq }] : []),
  ...(city ? [{ city_name: city.$eq }] : []),
];

/** Searches the log of all users, or the history of one. */
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
    const compared = [...columns.filter((each) => each !== index), ...comparedColumns(filters)];
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
            compared.flatMap((each) => Object.entries(each)).forEach(compare(rows));
            if (types && !hasTypeIndex) {
              rows.whereRaw(`coalesce(??, '') in (${types.map(() => '?').join()})`, [
                'type',
                ...types,
              ]);
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
    const { rows, newest, nextCursor, searchedTo } = await findNewestFirst(
      strapi,
      await selectionOf(selection),
      pagination
    );
    const { pageSize } = pagination;
    return {
      data: rows.map(foundEventOf),
      meta: { pagination: { pageSize, nextCursor }, searched_to: searchedTo, newest },
    };
  };

  return {
    /** Newest first, by keyset pagination. */
    find,

    /** Counts the newest events of the selection, those after the position if there is one. */
    async count(
      selection: EventSelection,
      after: string | undefined
    ): Promise<CountEvents.Response['data']> {
      const { rows, nextCursor } = await findNewestFirst(strapi, await selectionOf(selection), {
        after,
        pageSize: MAX_COUNTED_EVENTS,
      });
      return { count: rows.length, more: nextCursor !== null };
    },

    /** All events of the selection, in batches. */
    async *iterate(selection: EventSelection): AsyncGenerator<FoundEvent[]> {
      for (let cursor: string | undefined; ;) {
        const pagination = { cursor, pageSize: EXPORT_BATCH };
        const { data, meta } = await find({ ...selection, pagination });
        yield data;
        if (meta.pagination.nextCursor === null) {
          return;
        }
        cursor = meta.pagination.nextCursor;
      }
    },
  };
};
