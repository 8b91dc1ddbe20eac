import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { UIDS } from '../../../shared/constants';
import { lockWatermark } from '../runtime/database/commit-order';
import { insertMany } from '../runtime/database/insert-many';
import { lockRows, systemColumns, table, type Row } from '../runtime/database/rows';
import { eventRow, type DatedEvent, type StrategyOf } from './row';

/**
 * Locks users as `lockEventUser` does, for events that are not logins.
 *
 * @returns the ids of those that exist
 */
const lockUsers = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  ids: number[]
): Promise<Set<number>> => {
  const users = table(strapi, trx, UIDS.user).whereIn('id', ids).orderBy('id');
  const rows: Row[] = await lockRows(strapi, users, 'share').select('id');
  return new Set(rows.map(({ id }) => id));
};

/**
 * Inserts the events of changes, which no login counts and no listener hears of, in a few statements.
 *
 * @param lockTimeout how long the statements wait for a lock, in milliseconds
 * @returns the events that were inserted: not those whose user is gone or whose id is in use
 */
export const insertChanges = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  events: DatedEvent[],
  strategyOf: StrategyOf,
  lockTimeout: number
): Promise<DatedEvent[]> => {
  await lockWatermark(strapi, trx, UIDS.event, lockTimeout);
  const ids = events.flatMap(({ profile }) => profile?.id ?? []);
  const users = await lockUsers(strapi, trx, ids);
  const known = events
    .filter(({ profile }) => profile && users.has(profile.id))
    .map((event) => ({
      event,
      row: {
        ...systemColumns(strapi, UIDS.event, new Date()),
        ...eventRow(event, event.profile ?? null, strategyOf),
        signals: [],
        details: event.details ?? {},
      },
    }));
  const rows = known.map(({ row }) => row);
  const inserted = await insertMany(strapi, trx, UIDS.event, rows);
  return known.filter(({ row }) => inserted.has(row.document_id)).map(({ event }) => event);
};
