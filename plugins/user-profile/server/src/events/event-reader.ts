import { CHART_DAYS, MAX_CHART_LOGINS, UIDS } from '../../../shared/constants';
import type { FindEvents, LogEvent } from '../../../shared/contracts/events';
import type { LoginsPerDay } from '../../../shared/contracts/user-overview';
import { DAY_MS } from '../../../shared/durations';
import { LOGIN_EVENT } from '../../../shared/event-types';
import { getConfig } from '../config/get';
import { asDate, query, type Row } from '../runtime/database/rows';
import type { Context } from '../utils/service';
import { type DateRange, findNewestFirst, ofTypes } from './newest-first';
import { eventOf } from './serializer';

declare module '../utils/service' {
  interface Services {
    'event-reader': ReturnType<typeof createEventReader>;
  }
}

export interface EventQuery {
  filters: { type?: { $in: string[] }; date?: DateRange };
  pagination: { cursor?: string; pageSize: number };
}

/** Reads the history of users. */
export const createEventReader = ({ strapi }: Context) => ({
  /** The events of one user, newest first, by keyset pagination. */
  async findForProfile(
    profile: string,
    { filters, pagination }: EventQuery
  ): Promise<FindEvents.Response> {
    const { rows, nextCursor } = await findNewestFirst(
      strapi,
      {
        indexed: ofTypes({ profile }, filters.type?.$in),
        date: filters.date,
      },
      pagination
    );
    const { pageSize } = pagination;
    return { data: rows.map(eventOf), meta: { pagination: { pageSize, nextCursor } } };
  },

  /** The newest login of a user in the log. */
  async findLatestLogin(profile: string): Promise<LogEvent | null> {
    const row: Row | undefined = await query(strapi, UIDS.event)
      .where({ profile, type: LOGIN_EVENT })
      .orderBy([
        { column: 'date', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .first();
    return row ? eventOf(row) : null;
  },

  /** The days are those of UTC, as in the log. Reads an index only, and few entries of it for most users. */
  async countLoginsPerDay(profile: string): Promise<LoginsPerDay> {
    const today = Math.floor(Date.now() / DAY_MS);
    const count = Math.min(CHART_DAYS, getConfig(strapi).retention.days);
    const rows: Row[] = await query(strapi, UIDS.event)
      .where({ profile, type: LOGIN_EVENT })
      .where('date', '>=', new Date((today - count + 1) * DAY_MS))
      .orderBy([
        { column: 'date', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(MAX_CHART_LOGINS + 1)
      .select('date');
    const truncated = rows.length > MAX_CHART_LOGINS;
    // Imported events may be dated ahead by the difference of two clocks.
    const logins = rows
      .slice(0, MAX_CHART_LOGINS)
      .map(({ date }) => Math.min(today, Math.floor(Number(asDate(date)) / DAY_MS)));
    const first = truncated ? logins[logins.length - 1] : today - count + 1;
    const perDay = new Map<number, number>();
    logins.forEach((day) => perDay.set(day, (perDay.get(day) ?? 0) + 1));
    const days = Array.from({ length: today - first + 1 }, (_, index) => ({
      date: new Date((first + index) * DAY_MS).toISOString().slice(0, 10),
      logins: perDay.get(first + index) ?? 0,
    }));
    return { days, truncated };
  },
});
