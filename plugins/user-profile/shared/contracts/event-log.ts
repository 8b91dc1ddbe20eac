import { z } from '@strapi/utils';

import { MAX_LOG_PAGE, MAX_SENT_EVENTS } from '../constants';
import { EVENT_OUTCOMES, EVENT_TYPE_CODES } from '../event-types';
import {
  cursorMeta,
  cursorPagination,
  dateRange,
  isoDate,
  nameText,
  oneOrMore,
  plainText,
  wholeNumber,
} from './common';
import { logEvent } from './events';
import { jsonObject } from './json';
import { component } from './schema';
import { emailAddress } from './user-writes';

const equals = (max: number) => z.strictObject({ $eq: plainText(max) }).optional();

const eventFilters = {
  type: z.strictObject({ $in: oneOrMore(z.enum(EVENT_TYPE_CODES), 100) }).optional(),
  date: dateRange.optional(),
  connection: z.strictObject({ $in: oneOrMore(plainText(128), 50) }).optional(),
};

export const logFilters = {
  ...eventFilters,
  /** A `documentId` or a `user_id`. */
  user: equals(512),
};

export const findLogQuery = z.strictObject({
  pagination: z
    .strictObject({
      /** If empty or omitted, the page starts at the oldest event. */
      cursor: z.string().max(200).optional(),
      pageSize: wholeNumber(1, MAX_LOG_PAGE).prefault(100),
    })
    .prefault({}),
  filters: z.strictObject(logFilters).prefault({}),
});

export const findLogResponse = z.object({
  data: z.array(logEvent),
  meta: z.object({
    pagination: z.object({
      pageSize: z.number().int(),
      nextCursor: z
        .string()
        .describe(
          'Always set, also on an empty page. Use it with the same filters to poll for new events.'
        ),
    }),
  }),
});

/** GET /events: the events of all users, oldest first. */
export declare namespace FindLog {
  export type Response = z.output<typeof findLogResponse>;
}

const searchFilters = {
  ...eventFilters,
  outcome: z.strictObject({ $eq: z.enum(EVENT_OUTCOMES) }).optional(),
  /** The id or the name of the application. */
  application: equals(128),
  ip: equals(64),
  actor: equals(255),
  /** A `device_id`. */
  device: equals(64),
  /** A country code. */
  country: equals(2),
  region: equals(150),
  city: equals(150),
};

/** A part of any text that an event shows. */
const searchText = z.string().trim().max(255).optional();

/** What to search for in the log. */
export const logSearch = {
  _q: searchText,
  filters: z.strictObject({ ...searchFilters, user: logFilters.user }).prefault({}),
};

/** What to search for in the history of a user. */
export const historySearch = {
  _q: searchText,
  filters: z.strictObject(searchFilters).prefault({}),
};

/** Only events that are newer than `meta.newest` of an earlier response. */
const after = z.string().max(200).optional();

export const searchLogQuery = z.strictObject({ ...logSearch, pagination: cursorPagination });

export const searchHistoryQuery = z.strictObject({
  ...historySearch,
  pagination: cursorPagination,
});

export const countLogQuery = z.strictObject({ ...logSearch, after });

export const countHistoryQuery = z.strictObject({ ...historySearch, after });

/** An event with the name of the browser or application that its user agent names. */
export const foundEvent = logEvent.extend({ device_name: z.string().nullable() });

export type FoundEvent = z.output<typeof foundEvent>;

export const searchLogResponse = z.object({
  data: z.array(foundEvent),
  meta: cursorMeta.extend({
    /**
     * Set if the search stopped at its limit before the page was full: the date back to which it has
     * searched. `nextCursor` continues from there.
     */
    searched_to: isoDate.nullable(),
    /** The position of the first event of the page; null if it is empty. */
    newest: z.string().nullable(),
  }),
});

export const countEventsResponse = z.object({
  data: z.object({
    count: z.number().int(),
    /** Whether there are more events than `count`. */
    more: z.boolean(),
  }),
});

/** GET /events/count and GET /users/:id/events/count of the admin API. */
export declare namespace CountEvents {
  export type Response = z.output<typeof countEventsResponse>;
}

/** GET /users/:id/events of the admin API, with the response of `SearchLog`. */
export declare namespace SearchHistory {
  export interface Request {
    query: z.input<typeof searchHistoryQuery>;
  }
}

/**
 * GET /events of the admin API: the events of all users, newest first; the last two days unless
 * `filters[date]` is set.
 */
export declare namespace SearchLog {
  export interface Request {
    query: z.input<typeof searchLogQuery>;
  }
  export type Response = z.output<typeof searchLogResponse>;
}

/** A place in an imported event. */
const sentPlace = z
  .strictObject({
    country_code: z
      .string()
      .regex(/^[a-z]{2}$/i, 'must be two letters (ISO 3166-1)')
      .nullish(),
    country_name: plainText(100).nullish(),
    region_name: plainText(150).nullish(),
    city_name: plainText(150).nullish(),
    latitude: z.number().min(-90).max(90).nullish(),
    longitude: z.number().min(-180).max(180).nullish(),
    time_zone: plainText(64).nullish(),
  })
  .refine(
    ({ latitude, longitude }) => ((latitude ?? null) === null) === ((longitude ?? null) === null),
    { path: ['longitude'], message: 'latitude and longitude must be set together' }
  );

/** An event to import, e.g. from another identity provider or a gateway. `null` equals an omitted field. */
export const eventInput = component(
  'EventInput',
  z
    .strictObject({
      log_id: z
        .string()
        .regex(/^[\x21-\x7e]{1,64}$/, 'must be 1 to 64 printable ASCII characters without spaces')
        .describe('The id at the sender. An event that is sent twice is stored once.'),
      type: z.enum(EVENT_TYPE_CODES),
      date: isoDate,
      documentId: plainText(64).nullish().describe('The user, by `documentId`.'),
      user_id: plainText(512).nullish().describe('The user, by `user_id`.'),
      external_id: plainText(512).nullish().describe('The user, by id in `connection`.'),
      email: emailAddress
        .nullish()
        .describe(
          'The user, by email address. Used if there is no id, both sides have verified the email address, and exactly one user has it.'
        ),
      email_verified: z
        .boolean()
        .nullish()
        .describe('Whether the sender has verified the email address.'),
      user_name: nameText(300).nullish().describe('The name to show if there is no such user.'),
      connection: plainText(128).nullish(),
      client_id: plainText(128).nullish(),
      client_name: plainText(128).nullish(),
      ip: z.union([z.ipv4(), z.ipv6()], 'must be an IP address').nullish(),
      user_agent: z.string().max(2048).nullish(),
      device_id: z.string().min(1).max(255).nullish(),
      location_info: sentPlace
        .nullish()
        .describe('The place. If omitted, it is looked up from `ip`.'),
      details: jsonObject.nullish(),
    })
    .refine(({ external_id: id, connection }) => !id || Boolean(connection), {
      path: ['connection'],
      message: 'connection is required with external_id',
    })
);

export type EventInput = z.output<typeof eventInput>;

/** For the OpenAPI document. The handler validates each event separately. */
export const sendEventsBody = z.strictObject({
  data: z.array(eventInput).min(1).max(MAX_SENT_EVENTS),
});

export const eventImportResult = component(
  'EventImportResult',
  z.object({
    log_id: z.string().nullable().describe('Null if the event has no valid one.'),
    status: z.enum(['created', 'duplicate', 'rejected']),
    errors: z
      .array(z.object({ path: z.array(z.string()), message: z.string() }))
      .optional()
      .describe(
        'Why it was rejected. Omitted after the first 15 kB of problems in a batch: send the event again, alone, to get them.'
      ),
  })
);

export type EventImportResult = z.output<typeof eventImportResult>;

export const sendEventsResponse = z.object({
  data: z.array(eventImportResult).describe('One result for each event, in the same order.'),
});

/** POST /events: imports a batch of events. */
export declare namespace SendEvents {
  export type Response = z.output<typeof sendEventsResponse>;
}
