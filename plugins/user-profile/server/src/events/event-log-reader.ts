import type { Core } from '@strapi/types';
import { z } from '@strapi/utils';

import { UIDS } from '../../../shared/constants';
import type { FindLog, findLogQuery } from '../../../shared/contracts/event-log';
import { isUserId } from '../model/users/find-user';
import { createCursor, MAX_ID } from '../runtime/cursor';
import { committedRows } from '../runtime/database/commit-order';
import { query } from '../runtime/database/rows';
import type { Context } from '../utils/service';
import { eventOf } from './serializer';

declare module '../utils/service' {
  interface Services {
    'event-log-reader': ReturnType<typeof createEventLogReader>;
  }
}

/** The last event that was searched for a page: the log is ordered by id, oldest first. */
const logCursor = createCursor(z.tuple([z.literal('log'), z.number().int().min(0).max(MAX_ID)]));

export type LogQuery = z.output<typeof findLogQuery>;

/** Events without a profile are found by the `user_id` that they contain. */
export const columnsOfUser = async (
  strapi: Core.Strapi,
  id: string
): Promise<{ profile: string } | { user_id: string }> => {
  if (!isUserId(id)) {
    return { profile: id };
  }
  const user = await query(strapi, UIDS.user).where({ user_id: id }).first('document_id');
  return user ? { profile: user.document_id } : { user_id: id };
};

/** Reads the log of all users, for clients that poll it. */
export const createEventLogReader = ({ strapi }: Context) => ({
  /**
   * The events after the cursor, in the order in which they were stored. A client that continues with the
   * cursor of each response, and the same filters, gets every event once, even if events are written in the
   * meantime.
   */
  async find({ filters, pagination }: LogQuery): Promise<FindLog.Response> {
    const { cursor, pageSize } = pagination;
    const [, after] = cursor ? logCursor.decode(cursor) : (['log', 0] as const);
    const rows = query(strapi, UIDS.event).where('id', '>', after);
    if (filters.type) {
      rows.whereIn('type', filters.type.$in);
    }
    if (filters.date?.$gte) {
      rows.where('date', '>=', new Date(filters.date.$gte));
    }
    if (filters.date?.$lt) {
      rows.where('date', '<', new Date(filters.date.$lt));
    }
    if (filters.connection) {
      rows.whereIn('connection', filters.connection.$in);
    }
    if (filters.user) {
      rows.where(await columnsOfUser(strapi, filters.user.$eq));
    }
    const page = rows.orderBy('id').limit(pageSize);
    const { rows: found, readTo } = await committedRows(strapi, UIDS.event, page);
    // Otherwise a client whose filters rarely match would search the same events with each request.
    const last = found.length < pageSize ? Math.max(after, readTo) : found[pageSize - 1].id;
    return {
      data: found.map(eventOf),
      meta: { pagination: { pageSize, nextCursor: logCursor.encode(['log', last]) } },
    };
  },
});
