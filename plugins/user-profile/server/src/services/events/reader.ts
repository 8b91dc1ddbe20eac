import type { Core } from '@strapi/types';
import { DEFAULT_HISTORY_HOURS, UIDS } from '../../../../shared/constants';
import type { FindEvents, LogEvent, Signal } from '../../../../shared/contracts/events';
import type { JsonObject } from '../../../../shared/contracts/users';
import { outcomeOf } from '../../../../shared/event-types';
import {
  asBoolean,
  asDate,
  asIso,
  asJson,
  asNumber,
  asText,
  read,
  type Row,
} from '../../database/rows';
import { decodeCursor, encodeCursor } from './cursor';

const HOUR_MS = 3_600_000;

export interface DateRange {
  $gte?: string;
  $lt?: string;
}

export interface EventQuery {
  filters: { type?: { $in: string[] }; date?: DateRange };
  pagination: { cursor?: string; pageSize: number };
}

const locationOf = (row: Row): LogEvent['location_info'] =>
  row.country_code || row.latitude !== null
    ? {
        country_code: asText(row.country_code),
        country_name: asText(row.country_name),
        city_name: asText(row.city_name),
        latitude: asNumber(row.latitude),
        longitude: asNumber(row.longitude),
        time_zone: asText(row.time_zone),
      }
    : null;

const eventOf = (row: Row): LogEvent => ({
  log_id: String(row.log_id),
  date: asIso(row.date) ?? '',
  type: String(row.type),
  outcome: outcomeOf(String(row.type)),
  success: asBoolean(row.success),
  user_id: asText(row.user_id),
  user_name: asText(row.user_name),
  connection: asText(row.connection),
  strategy: asText(row.strategy),
  strategy_type: asText(row.strategy_type),
  client_id: asText(row.client_id),
  client_name: asText(row.client_name),
  ip: asText(row.ip),
  user_agent: asText(row.user_agent),
  device_id: asText(row.device_id),
  is_mobile: asBoolean(row.is_mobile),
  location_info: locationOf(row),
  actor: asText(row.actor),
  signals: asJson<Signal[]>(row.signals, []),
  details: asJson<JsonObject>(row.details, {}),
});

/** The past two days, unless the caller says otherwise. */
export const rangeOf = (range: DateRange | undefined): { from: Date; to: Date | null } => ({
  from: range?.$gte
    ? new Date(range.$gte)
    : new Date(range?.$lt ? 0 : Date.now() - DEFAULT_HISTORY_HOURS * HOUR_MS),
  to: range?.$lt ? new Date(range.$lt) : null,
});

/** Reads the log. */
export const createEventReader = ({ strapi }: { strapi: Core.Strapi }) => ({
  /** The events of one profile, newest first; a page costs the same at any depth. */
  async findForProfile(profile: string, query: EventQuery): Promise<FindEvents.Response> {
    const { pageSize, cursor } = query.pagination;
    const { from, to } = rangeOf(query.filters.date);
    const rows = read(strapi, UIDS.event).where({ profile }).where('date', '>=', from);
    if (to) rows.where('date', '<', to);
    if (query.filters.type) rows.whereIn('type', query.filters.type.$in);
    if (cursor) {
      const [date, id] = decodeCursor(cursor);
      const last = new Date(date);
      rows.where((older) =>
        older
          .where('date', '<', last)
          .orWhere((same) => same.where('date', last).where('id', '<', id))
      );
    }
    const found: Row[] = await rows
      .orderBy([
        { column: 'date', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(pageSize + 1);
    const page = found.slice(0, pageSize);
    const last = page.at(-1);
    const more = found.length > pageSize && last;
    return {
      data: page.map(eventOf),
      meta: {
        pagination: {
          pageSize,
          nextCursor: more ? encodeCursor(asDate(last.date)!.toISOString(), last.id) : null,
        },
      },
    };
  },

  /** The newest login of a profile. */
  async findLatestLogin(profile: string): Promise<LogEvent | null> {
    const row: Row | undefined = await read(strapi, UIDS.event)
      .where({ profile, type: 's' })
      .orderBy([
        { column: 'date', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .first();
    return row ? eventOf(row) : null;
  },
});
