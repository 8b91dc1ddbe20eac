import type { Core } from '@strapi/types';
import type { Knex } from 'knex';
import { UIDS } from '../../../../shared/constants';
import { LOGIN_EVENT } from '../../../../shared/event-types';
import { on, systemColumns } from '../../database/rows';
import { isolate } from '../../database/savepoint';
import { getService } from '../../utils/service';
import { createQueue } from './queue';
import { dated, eventRow, type DatedEvent, type EventRow, type NewEvent } from './row';

/** What an INSERT that ignores conflicts answers: rows on SQLite and PostgreSQL, a number on MariaDB. */
const hasInserted = (result: unknown): boolean => {
  const [first] = Array.isArray(result) ? result : [result];
  return typeof first === 'object' ? first !== null : Number(first ?? 0) > 0;
};

/** Writes the log. */
export const createEventWriter = ({ strapi }: { strapi: Core.Strapi }) => {
  const queue = createQueue();

  const insert = async (trx: Knex.Transaction, row: EventRow): Promise<boolean> => {
    const result: unknown = await on(strapi, trx, UIDS.event)
      .insert({ ...systemColumns(strapi, UIDS.event, new Date()), ...row })
      .onConflict('log_id')
      .ignore()
      .returning('id');
    return hasInserted(result);
  };

  const countLogin = async (trx: Knex.Transaction, row: EventRow): Promise<void> => {
    const user = () => on(strapi, trx, UIDS.user).where({ document_id: row.profile });
    await user().update({ updated_at: new Date() }).increment('logins_count', 1);
    await user()
      .where((known) => known.whereNull('last_login').orWhere('last_login', '<=', row.date))
      .update({ last_login: row.date, last_ip: row.ip });
  };

  const write = async (trx: Knex.Transaction, event: DatedEvent): Promise<boolean> => {
    const { profile, accountId } = event;
    const owner =
      profile ??
      (accountId ? await getService(strapi, 'accounts').ensureProfile(trx, accountId) : null);
    const row = eventRow(event, owner);
    const inserted = await insert(trx, row);
    if (inserted && row.type === LOGIN_EVENT && owner) await countLogin(trx, row);
    return inserted;
  };

  const writeOrKeep = async (event: DatedEvent): Promise<boolean> => {
    try {
      return await isolate(strapi, (trx) => write(trx, event));
    } catch (error) {
      queue.add(event);
      getService(strapi, 'faults').add('an event', error);
      return false;
    }
  };

  return {
    /**
     * Writes an event; a login is counted on the profile in the same step. Written twice, it counts
     * once: its `log_id` tells.
     *
     * @returns whether it was new
     */
    write,

    /** Writes an event now, or keeps it until it can be written. Never throws. */
    async record(event: NewEvent): Promise<void> {
      await writeOrKeep(dated(event));
    },

    /** Tries again what could not be written. @returns how many events were new */
    async flush(): Promise<number> {
      let written = 0;
      for (const event of queue.take()) {
        if (await writeOrKeep(event)) written += 1;
      }
      return written;
    },

    waiting: queue.waiting,
    dropped: queue.dropped,
  };
};
