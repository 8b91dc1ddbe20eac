import { setImmediate as yieldToEventLoop } from 'node:timers/promises';

import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { UIDS } from '../../../shared/constants';
import { DAY_MS, HOUR_MS } from '../../../shared/durations';
import { getConfig } from '../config/get';
import { truncateIp } from '../enrich';
import { asText, inTransaction, query, table, type Row } from '../runtime/database/rows';
import { sweepOperations } from '../users/bulk/upkeep';
import { getService } from '../utils/service';

declare module '../utils/service' {
  interface Services {
    retention: ReturnType<typeof createRetention>;
  }
}

const JOB = 'retention';
const BATCH = 2000;

/** Events that were in flight, or in a queue, get a date that an earlier run has passed. */
const LATE_MS = HOUR_MS;

interface State {
  /** The time up to which the IP addresses of events are truncated (milliseconds). */
  truncated_until: number;
  /** The events of the present or the latest run. Null before the first. */
  progress: { done: number; total: number } | null;
}

const daysAgo = (days: number): Date => new Date(Date.now() - days * DAY_MS);

interface Period {
  from: Date;
  before: Date;
}

const laterOf = (one: Date, other: Date): Date => (one > other ? one : other);

const oldEvents = (events: Knex.QueryBuilder, before: Date) => events.where('date', '<', before);

const eventsWithIp = (events: Knex.QueryBuilder, { from, before }: Period) =>
  events.where('date', '>=', from).where('date', '<', before).whereNotNull('ip');

/** Deletes old events, truncates IP addresses and removes expired rows, in small batches. */
export const createRetention = ({ strapi }: { strapi: Core.Strapi }) => {
  const deleteBatch = (before: Date): Promise<number> =>
    inTransaction(strapi, async (trx) => {
      const rows: Row[] = await oldEvents(table(strapi, trx, UIDS.event), before)
        .orderBy([{ column: 'date' }, { column: 'id' }])
        .limit(BATCH)
        .select('id');
      return table(strapi, trx, UIDS.event)
        .whereIn(
          'id',
          rows.map(({ id }) => id)
        )
        .delete();
    });

  /** @returns the ids of the batch */
  const truncateBatch = (period: Period, after: number): Promise<number[]> =>
    inTransaction(strapi, async (trx) => {
      const rows: Row[] = await eventsWithIp(table(strapi, trx, UIDS.event), period)
        .where('id', '>', after)
        .orderBy('id')
        .limit(BATCH)
        .select('id', 'ip');
      for (const { id, ip } of rows) {
        const truncated = truncateIp(asText(ip) ?? '');
        if (truncated !== ip) {
          await table(strapi, trx, UIDS.event).where({ id }).update({ ip: truncated });
        }
      }
      return rows.map(({ id }) => id);
    });

  /** The number of events to delete and to truncate. */
  const countEvents = async (oldest: Date, period: Period | null): Promise<number> => {
    const events = () => query(strapi, UIDS.event);
    const parts = [
      oldEvents(events(), oldest),
      ...(period ? [eventsWithIp(events(), period)] : []),
    ];
    const rows: Row[] = await Promise.all(parts.map((part) => part.count({ count: '*' }).first()));
    return rows.reduce((sum, { count }) => sum + Number(count), 0);
  };

  return {
    /** @returns the number of deleted events; null if another instance is running the job */
    run: (): Promise<number | null> =>
      getService(strapi, 'jobs').run<State, number>(
        JOB,
        { truncated_until: 0, progress: null },
        async ({ state, save }) => {
          const { days, truncateIpAfterDays } = getConfig(strapi).retention;
          const oldest = daysAgo(days);
          const period =
            truncateIpAfterDays === null
              ? null
              : {
                  from: laterOf(new Date(state.truncated_until - LATE_MS), oldest),
                  before: daysAgo(truncateIpAfterDays),
                };
          const total = await countEvents(oldest, period);
          let truncatedUntil = state.truncated_until;
          let done = 0;
          const advance = async (events: number): Promise<void> => {
            // Others may have been written since they were counted.
            done = Math.min(done + events, total);
            await save({ truncated_until: truncatedUntil, progress: { done, total } });
            // SQLite runs synchronously, so no request would be handled until the last batch.
            await yieldToEventLoop();
          };
          const renew = () => advance(0);
          let deleted = 0;
          for (let batch = BATCH; batch === BATCH; deleted += batch) {
            batch = await deleteBatch(oldest);
            await advance(batch);
          }
          await sweepOperations(strapi, renew);
          await getService(strapi, 'user-import').sweep(renew);
          if (period) {
            let after = 0;
            for (let batch = BATCH; batch === BATCH;) {
              const ids = await truncateBatch(period, after);
              batch = ids.length;
              after = ids[batch - 1] ?? after;
              await advance(batch);
            }
            truncatedUntil = period.before.getTime();
            await renew();
          }
          await getService(strapi, 'brute-force').sweep();
          await getService(strapi, 'one-time-tokens').sweep();
          await getService(strapi, 'saved-views').sweep();
          return deleted;
        }
      ),
  };
};
