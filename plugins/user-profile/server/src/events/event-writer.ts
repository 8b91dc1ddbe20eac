import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { UIDS } from '../../../shared/constants';
import { LOGIN_EVENT, type EventType } from '../../../shared/event-types';
import { newLogId } from '../model/stored-facts';
import { lockWatermark } from '../runtime/database/commit-order';
import {
  hasInserted,
  runInTransaction,
  systemColumns,
  table,
  withReturning,
} from '../runtime/database/rows';
import { inSavepoint, LostTransactionError } from '../runtime/database/savepoint';
import { getService } from '../utils/service';
import { announce } from './announce';
import { lockEventUser, type EventSubject, type EventUser } from './event-user';
import { erasedRow } from './history-erasure';
import { insertChanges } from './insert-changes';
import { createQueue } from './queue';
import {
  dated,
  eventRow,
  signalsOf,
  type DatedEvent,
  type EventRow,
  type LoginHistory,
  type NewEvent,
} from './row';

declare module '../utils/service' {
  interface Services {
    'event-writer': ReturnType<typeof createEventWriter>;
  }
}

/** A locked table must not block logins: after a second, the event goes to the queue instead. */
const LOCK_TIMEOUT_MS = 1000;

const NO_HISTORY: LoginHistory = { logins: 0, countries: [] };

/** One UPDATE for all counters of a login. Events may be written late, and must not replace a newer last login. */
const loginColumns = (trx: Knex.Transaction, date: Date, columns: Record<string, unknown> = {}) => {
  const latest = (column: string, value: unknown): Knex.Raw =>
    trx.raw('case when ?? is null or ?? <= ? then ? else ?? end', [
      'last_login',
      'last_login',
      date,
      value,
      column,
    ] as Knex.RawBinding[]);
  return {
    logins_count: trx.raw('coalesce(??, 0) + 1', ['logins_count']),
    ...Object.fromEntries(
      Object.entries(columns).map(([column, value]) => [column, latest(column, value)])
    ),
    // MySQL assigns from left to right, so the column that the conditions read is last.
    last_login: latest('last_login', date),
  };
};

const writeNone = (error: unknown): DatedEvent[] => {
  if (error instanceof LostTransactionError) {
    throw error;
  }
  return [];
};

/** Writes the log. */
export const createEventWriter = ({ strapi }: { strapi: Core.Strapi }) => {
  const queue = createQueue();
  const written: Partial<Record<EventType, number>> = {};
  const strategyOf = (name: string) => getService(strapi, 'connection-store').strategyOf(name);

  const count = (type: EventType, added: number): void => {
    written[type] = (written[type] ?? 0) + added;
  };

  const insert = async (trx: Knex.Transaction, row: EventRow): Promise<boolean> => {
    const inserted = table(strapi, trx, UIDS.event)
      .insert({ ...systemColumns(strapi, UIDS.event, new Date()), ...row })
      .onConflict('log_id')
      .ignore();
    const result: unknown = await withReturning(strapi, inserted, ['id']);
    const isNew = hasInserted(result);
    if (isNew) {
      count(row.type, 1);
    }
    return isNew;
  };

  const countLogin = async (
    trx: Knex.Transaction,
    row: EventRow,
    countries: string[]
  ): Promise<void> => {
    const seen = row.country_code ? [...new Set([...countries, row.country_code])] : countries;
    await table(strapi, trx, UIDS.user)
      .where({ document_id: row.profile })
      .update({
        updated_at: new Date(),
        known_countries: JSON.stringify(seen),
        ...loginColumns(trx, row.date, { last_ip: row.ip }),
      });
    if (row.identity) {
      await table(strapi, trx, UIDS.identity)
        .where({ identity_key: row.identity })
        .update(loginColumns(trx, row.date));
    }
  };

  const writeLogin = async (
    trx: Knex.Transaction,
    event: DatedEvent,
    { profile, history }: EventUser
  ): Promise<boolean> => {
    const earlier = history ?? NO_HISTORY;
    const signals = signalsOf(event, earlier);
    const row = eventRow(event, profile, strategyOf, signals);
    if (!(await insert(trx, row))) {
      return false;
    }
    await countLogin(trx, row, earlier.countries);
    await announce(strapi, row, event.details ?? {}, signals);
    return true;
  };

  const begin = async (
    trx: Knex.Transaction,
    subject: EventSubject,
    lockTimeout?: number,
    locked?: EventUser | null
  ): Promise<EventUser | null> => {
    await lockWatermark(strapi, trx, UIDS.event, lockTimeout);
    return locked ?? lockEventUser(strapi, trx, subject);
  };

  const writeFor = async (
    trx: Knex.Transaction,
    event: DatedEvent,
    user: EventUser | null
  ): Promise<boolean> => {
    if (user?.isErased) {
      return insert(trx, erasedRow(eventRow(event, null, strategyOf)));
    }
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
      return await inSavepoint(strapi, async (trx) =>
        writeFor(trx, event, await begin(trx, event, LOCK_TIMEOUT_MS))
      );
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
      runInTransaction(trx, async () => writeFor(trx, event, await begin(trx, event))),

    /**
     * Locks the user of the events that a transaction will write. From here on, the transaction waits for
     * other locks for a second only.
     *
     * @param locked the user, if the transaction has locked the row with `lockEventUser` before
     * @returns null if the event belongs to no user
     */
    lockUser: (
      trx: Knex.Transaction,
      subject: EventSubject,
      locked?: EventUser | null
    ): Promise<EventUser | null> => begin(trx, subject, LOCK_TIMEOUT_MS, locked),

    /** Writes an event of a user whom `lockUser` has locked. */
    async writeLocked(
      trx: Knex.Transaction,
      event: NewEvent,
      user: EventUser | null
    ): Promise<void> {
      await writeFor(trx, dated(event), user);
    },

    /**
     * Writes an event, or queues it if that fails.
     * @throws LostTransactionError only
     */
    async record(event: NewEvent): Promise<void> {
      await writeOrQueue(dated(event));
    },

    /**
     * Writes the events of changes, which are neither counted nor published, in a few statements. Those that
     * cannot be written together are recorded one by one.
     * @throws LostTransactionError only
     */
    async recordChanges(events: NewEvent[]): Promise<void> {
      const all = events.map(dated);
      const changes = await inSavepoint(strapi, (trx) =>
        insertChanges(strapi, trx, all, strategyOf, LOCK_TIMEOUT_MS)
      ).catch(writeNone);
      changes.forEach(({ type }) => count(type, 1));
      const done = new Set(changes);
      for (const event of all.filter((each) => !done.has(each))) {
        await writeOrQueue({ ...event, logId: newLogId(event.date) });
      }
    },

    /**
     * Writes the queued events.
     * @returns how many of them were new
     */
    async flush(): Promise<number> {
      let added = 0;
      for (const event of queue.take()) {
        if (await writeOrQueue(event)) {
          added += 1;
        }
      }
      return added;
    },

    /**
     * The events by type that this instance has written since its start, including those that were rolled back later.
     */
    written: () => ({ ...written }),
    waiting: queue.waiting,
    isFull: queue.isFull,
    dropped: queue.dropped,
  };
};
