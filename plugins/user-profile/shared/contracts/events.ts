import { z } from '@strapi/utils';
import { EVENT_TYPE_CODES, type EventOutcome } from '../event-types';
import { cursorPagination, isoDate, type CursorMeta } from './common';
import type { JsonObject } from './users';

/** The first login from a device, or from a country, of a user who had logged in before. */
export type Signal = 'new_device' | 'new_country';

/** One row of the log. Nothing in it is a password, a token or a code. */
export interface LogEvent {
  log_id: string;
  date: string;
  type: string;
  outcome: EventOutcome;
  success: boolean;
  user_id: string | null;
  user_name: string | null;
  connection: string | null;
  strategy: string | null;
  strategy_type: string | null;
  client_id: string | null;
  client_name: string | null;
  ip: string | null;
  user_agent: string | null;
  device_id: string | null;
  is_mobile: boolean;
  location_info: {
    country_code: string | null;
    country_name: string | null;
    city_name: string | null;
    latitude: number | null;
    longitude: number | null;
    time_zone: string | null;
  } | null;
  actor: string | null;
  /** What was new about a login. */
  signals: Signal[];
  details: JsonObject;
}

export const findEventsQuery = z.strictObject({
  pagination: cursorPagination,
  filters: z
    .strictObject({
      type: z.strictObject({ $in: z.array(z.enum(EVENT_TYPE_CODES)).min(1).max(100) }).optional(),
      date: z.strictObject({ $gte: isoDate.optional(), $lt: isoDate.optional() }).optional(),
    })
    .prefault({}),
});

/** GET /users/:id/events: newest first; the past two days unless `filters[date]` says otherwise. */
export declare namespace FindEvents {
  export interface Request {
    params: { id: string };
    query: z.input<typeof findEventsQuery>;
  }
  export interface Response {
    data: LogEvent[];
    meta: CursorMeta;
  }
}
