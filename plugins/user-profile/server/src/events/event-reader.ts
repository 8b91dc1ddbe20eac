import { UIDS } from '../../../shared/constants';
import type { FindEvents, LogEvent } from '../../../shared/contracts/events';
import { LOGIN_EVENT } from '../../../shared/event-types';
import { query, type Row } from '../runtime/database/rows';
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
});
