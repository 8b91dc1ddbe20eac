import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { UIDS } from '../../../shared/constants';
import { LOGIN_EVENT } from '../../../shared/event-types';
import { lockWatermark } from '../runtime/database/commit-order';
import { hasInserted, runInTransaction, systemColumns, table } from '../runtime/database/rows';
import { inSavepoint, LostTransactionError } from '../runtime/database/savepoint';
import { getService } from '../utils/service';
import { announce } from './announce';
import { lockEventUser, type EventUser } from './event-user';
import { createQueue } from './queue';
import { dated, eventRow, type DatedEvent, type EventRow, type NewEvent } from './row';
import { signalsOf, type LoginHistory } from './signals';

declare module '../utils/service' {
  interface Services {
    'event-writer': ReturnType<typeof createEventWriter>;
  }
}

/** A locked table must not block logins: after a second, the event goes to the queue instead. */
const limitWaiting = async (strapi: Core.Strapi, trx: Knex.Transaction): Promise<void> => {
  if (strapi.db.dialect.client === 'postgres') {
    await trx.raw("set local lock_timeout = '1s'");
  }
};

const historyOf = (user: EventUser['row']): LoginHistory => ({
  logins: user?.logins_count ?? 0,
  countries: user?.known_countries ?? [],
});

/** Events may be written late, and must not replace a newer last login. */
const unlessNewer = (rows: Knex.QueryBuilder, date: EventRow['date']): Knex.QueryBuilder =>
  rows.where((known) => known.whereNull('last_login').orWhere('last_login', '<=', date));

/** Writes the log. */
export const createEventWriter = ({ strapi }: { strapi: Core.Strapi }) => {
  const queue = createQueue();
  const strategyOf = (name: string) => getService(strapi, 'connection-store').strategyOf(name);

  const insert = async (trx: Knex.Transaction, row: EventRow): Promise<boolean> => {
    await lockWatermark(strapi, trx, UIDS.event);
    const result: unknown = await table(strapi, trx, UIDS.event)
      .insert({ ...systemColumns(strapi, UIDS.event, new Date()), ...row })
      .onConflict('log_id')
      .ignore()
      .returning('id');
    return hasInserted(result);
  };

  const countLogin = async (
    trx: Knex.Transaction,
    row: EventRow,
    countries: string[]
  ): Promise<void> => {
    const user = () => table(strapi, trx, UIDS.user).where({ document_id: row.profile });
    const seen = row.country_code ? [...new Set([...countries, row.country_code])] : countries;
    await user()
      .update({ updated_at: new Date(), known_countries: JSON.stringify(seen) })
      .increment('logins_count', 1);
    await unlessNewer(user(), row.date).update({ last_login: row.date, last_ip: row.ip });
    if (!row.identity) {
      return;
    }
    const identity = () => table(strapi, trx, UIDS.identity).where({ identity_key: row.identity });
    await identity().update({ logins_count: trx.raw('coalesce(??, 0) + 1', ['logins_count']) });
    await unlessNewer(identity(), row.date).update({ last_login: row.date });
  };

  const writeLogin = async (
    trx: Knex.Transaction,
    event: DatedEvent,
    { profile, row: known }: EventUser
  ): Promise<boolean> => {
    const history = historyOf(known);
    const signals = signalsOf(event, history);
    const row = eventRow(event, profile, strategyOf, signals);
    if (!(await insert(trx, row))) {
      return false;
    }
    await countLogin(trx, row, history.countries);
    await announce(strapi, row, event.details ?? {}, signals);
    return true;
  };

  const write = async (trx: Knex.Transaction, event: DatedEvent): Promise<boolean> => {
    const user = await lockEventUser(strapi, trx, event);
    if (event.type === LOGIN_EVENT && user) {
      return writeLogin(trx, event, user);
    }
    const row = eventRow(event, user?.profile ?? null, strategyOf);
    if (!(await insert(trx, row))) {
      return false;
    }
    await announce(strapi, row, event.details ?? {});
    return true;
  };

  const writeOrQueue = async (event: DatedEvent): Promise<boolean> => {
    try {
      return await inSavepoint(strapi, async (trx) => {
        await limitWaiting(strapi, trx);
        return write(trx, event);
      });
    } catch (error) {
      if (error instanceof LostTransactionError) {
        throw error;
      }
      queue.add(event);
      getService(strapi, 'capture-errors').add('an event', error);
      return false;
    }
  };

  return {
    /**
     * Writes an event, and counts a login on the profile. An event with a known `log_id` is ignored.
     *
     * @returns whether the event was new
     */
    write: (trx: Knex.Transaction, event: DatedEvent): Promise<boolean> =>
      runInTransaction(trx, () => write(trx, event)),

    /** Writes an event, or queues it if that fails. @throws LostTransactionError only */
    async record(event: NewEvent): Promise<void> {
      await writeOrQueue(dated(event));
    },

    /** Writes the queued events. @returns how many of them were new */
    async flush(): Promise<number> {
      let written = 0;
      for (const event of queue.take()) {
        if (await writeOrQueue(event)) {
          written += 1;
        }
      }
      return written;
    },

    waiting: queue.waiting,
    dropped: queue.dropped,
  };
};
