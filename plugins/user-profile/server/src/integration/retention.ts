import type { Core } from '@strapi/types';

import { UIDS } from '../../../shared/constants';
import { DAY_MS, HOUR_MS } from '../../../shared/durations';
import { getConfig } from '../config/get';
import { asText, inTransaction, table, type Row } from '../runtime/database/rows';
import { sweepOperations } from '../users/bulk/upkeep';
import { getService } from '../utils/service';
import { truncateIp } from '../utils/truncate-ip';

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
}

const daysAgo = (days: number): Date => new Date(Date.now() - days * DAY_MS);

/** Deletes old events, truncates IP addresses and removes expired rows, in small batches. */
export const createRetention = ({ strapi }: { strapi: Core.Strapi }) => {
  const deleteBatch = (before: Date): Promise<number> =>
    inTransaction(strapi, async (trx) => {
      const rows: Row[] = await table(strapi, trx, UIDS.event)
        .where('date', '<', before)
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

  /** @returns the id of the last event of the batch, or null after the last one */
  const truncateBatch = (from: Date, before: Date, after: number): Promise<number | null> =>
    inTransaction(strapi, async (trx) => {
      const rows: Row[] = await table(strapi, trx, UIDS.event)
        .where('date', '>=', from)
        .where('date', '<', before)
        .where('id', '>', after)
        .whereNotNull('ip')
        .orderBy('id')
        .limit(BATCH)
        .select('id', 'ip');
      for (const { id, ip } of rows) {
        const truncated = truncateIp(asText(ip) ?? '');
        if (truncated !== ip) {
          await table(strapi, trx, UIDS.event).where({ id }).update({ ip: truncated });
        }
      }
      return rows.length < BATCH ? null : rows[rows.length - 1].id;
    });

  return {
    /** @returns the number of deleted events; null if another instance is running the job */
    run: (): Promise<number | null> =>
      getService(strapi, 'jobs').run<State, number>(
        JOB,
        { truncated_until: 0 },
        async ({ state, save }) => {
          const { days, truncateIpAfterDays } = getConfig(strapi).retention;
          let deleted = 0;
          for (let batch = BATCH; batch === BATCH; deleted += batch) {
            batch = await deleteBatch(daysAgo(days));
            await save(state);
          }
          await sweepOperations(strapi, () => save(state));
          await getService(strapi, 'user-import').sweep(() => save(state));
          if (truncateIpAfterDays !== null) {
            const from = new Date(state.truncated_until - LATE_MS);
            const before = daysAgo(truncateIpAfterDays);
            for (let next: number | null = 0; next !== null;) {
              next = await truncateBatch(from, before, next);
              await save(state);
            }
            await save({ truncated_until: before.getTime() });
          }
          await getService(strapi, 'brute-force').sweep();
          await getService(strapi, 'one-time-tokens').sweep();
          await getService(strapi, 'saved-views').sweep();
          return deleted;
        }
      ),
  };
};
