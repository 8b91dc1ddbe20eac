import { z } from '@strapi/utils';

import { EVENT_OUTCOMES, EVENT_TYPE_CODES } from '../event-types';
import { cursorMeta, cursorPagination, dateRange, isoDate, oneOrMore, place } from './common';
import { jsonObject } from './json';
import { component } from './schema';

/** The first login from a device or a country, for a user who has logged in before. */
export const signal = z.enum(['new_device', 'new_country']);

export type Signal = z.output<typeof signal>;

/** An event of the log. It never contains a password, a token or a code. */
export const logEvent = component(
  'LogEvent',
  z.object({
    log_id: z.string(),
    date: isoDate,
    type: z.string().describe('An event code of Auth0, such as `s` for a login.'),
    outcome: z.enum(EVENT_OUTCOMES),
    success: z.boolean(),
    user_id: z.string().nullable(),
    user_name: z.string().nullable(),
    connection: z.string().nullable(),
    strategy: z.string().nullable(),
    strategy_type: z.string().nullable(),
    client_id: z.string().nullable(),
    client_name: z.string().nullable(),
    ip: z.string().nullable(),
    user_agent: z.string().nullable(),
    device_id: z.string().nullable(),
    is_mobile: z.boolean(),
    location_info: place.nullable(),
    actor: z.string().nullable().describe('The admin or API token that acted on the user.'),
    signals: z.array(signal).describe('What was new about a login.'),
    details: jsonObject,
  })
);

export type LogEvent = z.output<typeof logEvent>;

export const findEventsQuery = z.strictObject({
  pagination: cursorPagination,
  filters: z
    .strictObject({
      type: z.strictObject({ $in: oneOrMore(z.enum(EVENT_TYPE_CODES), 100) }).optional(),
      date: dateRange.optional(),
    })
    .prefault({}),
});

export const findEventsResponse = component(
  'EventListResponse',
  z.object({ data: z.array(logEvent), meta: cursorMeta })
);

/** GET /users/:id/events: newest first; the last two days unless `filters[date]` is set. */
export declare namespace FindEvents {
  export type Response = z.output<typeof findEventsResponse>;
}
