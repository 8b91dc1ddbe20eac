import { DEFAULT_HISTORY_HOURS, UIDS } from '../../../shared/constants';
import type { FindEvents, LogEvent } from '../../../shared/contracts/events';
import { HOUR_MS } from '../../../shared/durations';
import { asDate, query, type Row } from '../runtime/database/rows';
import type { Context } from '../utils/service';
import { historyCursor } from './cursor';
import { eventOf } from './serializer';

declare module '../utils/service' {
  interface Services {
    'event-reader': ReturnType<typeof createEventReader>;
  }
}

export interface DateRange {
  $gte?: string;
  $lt?: string;
}

export interface EventQuery {
  filters: { type?: { $in: string[] }; date?: DateRange };
  pagination: { cursor?: string; pageSize: number };
}

/** The past two days, unless the caller says otherwise. */
export const rangeOf = (range: DateRange | undefined): { from: Date; to: Date | null } => ({
  from: range?.$gte
    ? new Date(range.$gte)
    : new Date(range?.$lt ? 0 : Date.now() - DEFAULT_HISTORY_HOURS * HOUR_MS),
  to: range?.$lt ? new Date(range.$lt) : null,
});

/** Reads the log. */
export const createEventReader = ({ strapi }: Context) => ({
  /** The events of one profile, newest first; a page costs the same at any depth. */
  async findForProfile(
    profile: string,
    { filters, pagination }: EventQuery
  ): Promise<FindEvents.Response> {
    const { pageSize, cursor } = pagination;
    const { from, to } = rangeOf(filters.date);
    const rows = query(strapi, UIDS.event).where({ profile }).where('date', '>=', from);
    if (to) {
      rows.where('date', '<', to);
    }
    if (filters.type) {
      rows.whereIn('type', filters.type.$in);
    }
    if (cursor) {
      const [date, id] = historyCursor.decode(cursor);
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
          nextCursor: more
            ? historyCursor.encode([asDate(last.date)!.toISOString(), last.id])
            : null,
        },
      },
    };
  },

  /** The newest login of a profile. */
  async findLatestLogin(profile: string): Promise<LogEvent | null> {
    const row: Row | undefined = await query(strapi, UIDS.event)
      .where({ profile, type: 's' })
      .orderBy([
        { column: 'date', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .first();
    return row ? eventOf(row) : null;
  },
});
