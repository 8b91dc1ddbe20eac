import { setImmediate as yieldToEventLoop } from 'node:timers/promises';

import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';
import type { Knex } from 'knex';

import { UIDS } from '../../../../shared/constants';
import {
  eventInput,
  type EventInput,
  type EventImportResult,
} from '../../../../shared/contracts/event-log';
import { inTransaction, table, query, type Row } from '../../runtime/database/rows';
import type { Problem } from '../../utils/errors';
import { getService } from '../../utils/service';
import { dated, type DatedEvent } from '../row';
import { findEventUsers, type FindEventUser } from './event-users';
import { newEventOf } from './new-event';
import { readEvent } from './read-event';

declare module '../../utils/service' {
  interface Services {
    'event-import': ReturnType<typeof createEventImport>;
  }
}

type Rejected = Pick<EventImportResult, 'errors'>;

/** @returns what the work returns, or the problems of the event */
const checked = <T>(work: () => T): T | Rejected => {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof errors.ValidationError)) {
      throw error;
    }
    const { errors: problems } = error.details as { errors: Problem[] };
    return { errors: problems.map(({ path, message }) => ({ path, message })) };
  }
};

const isRejected = (value: object): value is Rejected => 'errors' in value;

const logIdOf = (value: unknown): string | null =>
  eventInput.shape.log_id.safeParse((value as { log_id?: unknown } | null)?.log_id).data ?? null;

/** Of the problems of one batch together, in bytes of JSON. With 500 ids the response is below 64 KiB. */
const MAX_PROBLEM_BYTES = 14 * 1024;

/** Keeps the response short: after that many bytes, events are rejected without their problems. */
const withFirstProblems = (results: EventImportResult[]): EventImportResult[] => {
  let bytes = 0;
  const fits = (problem: object): boolean => {
    bytes += Buffer.byteLength(JSON.stringify(problem));
    return bytes <= MAX_PROBLEM_BYTES;
  };
  return results.map(({ errors: problems = [], ...result }) => {
    const first = problems.filter(fits);
    return first.length > 0 ? { ...result, errors: first } : result;
  });
};

/** Small enough to block other requests only briefly, large enough to save most commits. */
const CHUNK = 25;

const chunksOf = <T>(list: T[]): T[][] =>
  Array.from({ length: Math.ceil(list.length / CHUNK) }, (_, index) =>
    list.slice(index * CHUNK, (index + 1) * CHUNK)
  );

/** Before anything is stored: the result of an event, or the event to store. */
type Plan = { result: EventImportResult } | { row: DatedEvent };

/** Imports events from other identity providers and gateways. */
export const createEventImport = ({ strapi }: { strapi: Core.Strapi }) => {
  const findStored = async (events: EventInput[]): Promise<Set<string>> => {
    const ids = events.map(({ log_id: id }) => id);
    const rows: Row[] = await query(strapi, UIDS.event).whereIn('log_id', ids).select('log_id');
    return new Set(rows.map((row) => String(row.log_id)));
  };

  const planOf = (event: EventInput, findUser: FindEventUser): Plan => {
    const user = checked(() => ({ profile: findUser(event) }));
    return isRejected(user)
      ? { result: { log_id: event.log_id, status: 'rejected', ...user } }
      : { row: dated(newEventOf(strapi, event, user.profile)) };
  };

  const plansOf = async (values: unknown[]): Promise<Plan[]> => {
    const events = values.map((value) => checked(() => readEvent(strapi, value)));
    const valid = events.filter((event): event is EventInput => !isRejected(event));
    const findUser = await findEventUsers(strapi, valid);
    const stored = await findStored(valid);
    return events.map((event, index) => {
      if (isRejected(event)) {
        return { result: { log_id: logIdOf(values[index]), status: 'rejected', ...event } };
      }
      const { log_id } = event;
      if (stored.has(log_id)) {
        return { result: { log_id, status: 'duplicate' } };
      }
      return planOf(event, findUser);
    });
  };

  /** Always in the same order, so parallel batches about the same users do not deadlock. */
  const lockEventUsers = (trx: Knex.Transaction, rows: DatedEvent[]): PromiseLike<unknown> =>
    table(strapi, trx, UIDS.user)
      .whereIn('id', [...new Set(rows.flatMap(({ profile }) => (profile ? [profile.id] : [])))])
      .orderBy('id')
      .forUpdate()
      .select('id');

  const store = (rows: DatedEvent[]): Promise<EventImportResult[]> =>
    inTransaction(strapi, async (trx) => {
      await lockEventUsers(trx, rows);
      const results: EventImportResult[] = [];
      for (const row of rows) {
        const isNew = await getService(strapi, 'event-writer').write(trx, row);
        results.push({ log_id: row.logId, status: isNew ? 'created' : 'duplicate' });
      }
      return results;
    });

  return {
    /**
     * Stores the valid events that are not in the log yet, and counts logins on the profiles. A batch that was
     * interrupted can be sent again.
     *
     * @returns one result per event, in the same order
     */
    async importEvents(values: unknown[]): Promise<EventImportResult[]> {
      const plans = await plansOf(values);
      const rows = plans.flatMap((plan) => ('row' in plan ? [plan.row] : []));
      const results: EventImportResult[] = [];
      for (const chunk of chunksOf(rows)) {
        results.push(...(await store(chunk)));
        // SQLite runs synchronously, so the loop would block other requests.
        await yieldToEventLoop();
      }
      const next = results.values();
      return withFirstProblems(
        plans.map((plan) => ('result' in plan ? plan.result : next.next().value!))
      );
    },
  };
};
