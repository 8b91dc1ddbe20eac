import type { Knex } from 'knex';

import { EXACT_COUNT_LIMIT, UIDS } from '../../../shared/constants';
import type {
  FindRecentCounts,
  RecentCount,
  RecentCounts,
} from '../../../shared/contracts/overview';
import { DAY_MS } from '../../../shared/durations';
import { LOCKOUT_EVENT, type EventType } from '../../../shared/event-types';
import { query } from '../runtime/database/rows';
import { getService, type Context } from '../utils/service';
import { addDays, utcDayOf } from '../utils/utc-days';
import { EVENT_KINDS, type EventKind } from './count-day';

declare module '../utils/service' {
  interface Services {
    'recent-counts': ReturnType<typeof createRecentCounts>;
  }
}

type CountSince = (since: Date) => Promise<RecentCount>;

/** The counts of the home page. Each reads a limited part of one index. */
export const createRecentCounts = ({ strapi }: Context) => {
  const limited = async (rows: Knex.QueryBuilder): Promise<RecentCount> => {
    const found = await query(strapi, UIDS.event)
      .from(
        rows
          .select('id')
          .limit(EXACT_COUNT_LIMIT + 1)
          .as('counted')
      )
      .count({ amount: '*' })
      .first();
    const count = Number(found?.amount ?? 0);
    return count > EXACT_COUNT_LIMIT
      ? { count: EXACT_COUNT_LIMIT, precision: 'minimum' }
      : { count, precision: 'exact' };
  };

  const events =
    (types: readonly EventType[]): CountSince =>
    (since) =>
      limited(query(strapi, UIDS.event).whereIn('type', types).where('date', '>=', since));

  const users: CountSince = (since) =>
    limited(query(strapi, UIDS.user).where('created_at', '>=', since));

  const recent = async (count: CountSince, now: Date): Promise<RecentCounts> => ({
    day: await count(new Date(now.getTime() - DAY_MS)),
    week: await count(new Date(now.getTime() - 7 * DAY_MS)),
  });

  const ofKind = async (kind: EventKind, now: Date): Promise<RecentCounts> => {
    const { day, week } = await recent(events(EVENT_KINDS[kind]), now);
    if (week.precision === 'exact') {
      return { day, week };
    }
    const first = addDays(utcDayOf(now), -6);
    const total = await getService(strapi, 'overview-reader').sumSince(kind, first);
    return { day, week: total > week.count ? { count: total, precision: 'by_day' } : week };
  };

  return {
    async find(mayReadLog: boolean): Promise<FindRecentCounts.Response['data']> {
      const now = new Date();
      return {
        new_users: await recent(users, now),
        deletion_requests: await limited(
          query(strapi, UIDS.user).whereNotNull('erasure_requested_at')
        ),
        events: mayReadLog
          ? {
              logins: await ofKind('logins', now),
              failed_logins: await ofKind('failed_logins', now),
              lockouts: await recent(events([LOCKOUT_EVENT]), now),
            }
          : null,
      };
    },
  };
};
