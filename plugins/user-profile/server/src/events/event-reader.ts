import { z } from '@strapi/utils';

import { DEFAULT_HISTORY_HOURS, UIDS } from '../../../shared/constants';
import type { FindEvents, LogEvent } from '../../../shared/contracts/events';
import { HOUR_MS } from '../../../shared/durations';
import { LOGIN_EVENT } from '../../../shared/event-types';
import { createCursor, MAX_ID } from '../runtime/cursor';
import { asIso, query, type Row } from '../runtime/database/rows';
import type { Context } from '../utils/service';
import { eventOf } from './serializer';

declare module '../utils/service' {
  interface Services {
    'event-reader': ReturnType<typeof createEventReader>;
  }
}

/** The last event of a page: a history is ordered by date and id, newest first. */
const historyCursor = createCursor(
  z.tuple([z.iso.datetime(), z.number().int().min(0).max(MAX_ID)])
);

export interface DateRange {
  $gte?: string;
  $lt?: string;
}

export interface EventQuery {
  filters: { type?: { $in: string[] }; date?: DateRange };
  pagination: { cursor?: string; pageSize: number };
}

/** The last two days if there is no range. */
export const rangeOf = (range: DateRange | undefined): { from: Date; to: Date | null } => ({
  from: range?.$gte
    ? new Date(range.$gte)
    : new Date(range?.$lt ? 0 : Date.now() - DEFAULT_HISTORY_HOURS * HOUR_MS),
  to: range?.$lt ? new Date(range.$lt) : null,
});

/** Reads the history of users. */
export const createEventReader = ({ strapi }: Context) => ({
  /** The events of one user, newest first, by keyset pagination. */
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
          nextCursor: more ? historyCursor.encode([asIso(last.date) ?? '', last.id]) : null,
        },
      },
    };
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
});
