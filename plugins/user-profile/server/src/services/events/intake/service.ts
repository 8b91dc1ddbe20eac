import { setImmediate as giveWay } from 'node:timers/promises';
import { errors } from '@strapi/utils';
import type { Core } from '@strapi/types';
import { UIDS } from '../../../../../shared/constants';
import type { SentEvent, SentEventResult } from '../../../../../shared/contracts/log';
import { inTransaction, read, type Row } from '../../../database/rows';
import type { Problem } from '../../../utils/errors';
import { getService } from '../../../utils/service';
import { dated } from '../row';
import { newEventOf } from './new-event';
import { findOwners, type FindOwner } from './owners';
import { readEvent } from './read-event';

type Rejected = Pick<SentEventResult, 'errors'>;

/** @returns what the work returns, or what is wrong with the event */
const checked = <T>(work: () => T): T | Rejected => {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof errors.ValidationError)) throw error;
    const { errors: problems } = error.details as { errors: Problem[] };
    return { errors: problems.map(({ path, message }) => ({ path, message })) };
  }
};

const isRejected = (value: object): value is Rejected => 'errors' in value;

const logIdOf = (value: unknown): string | null => {
  const id = (value as { log_id?: unknown } | null)?.log_id;
  return typeof id === 'string' ? id.slice(0, 64) : null;
};

/** Takes events that other identity providers and gateways send in. */
export const createEventIntake = ({ strapi }: { strapi: Core.Strapi }) => {
  const findStored = async (events: SentEvent[]): Promise<Set<string>> => {
    const ids = events.map(({ log_id: id }) => id);
    const rows: Row[] = await read(strapi, UIDS.event).whereIn('log_id', ids).select('log_id');
    return new Set(rows.map((row) => String(row.log_id)));
  };

  const store = async (event: SentEvent, ownerOf: FindOwner): Promise<SentEventResult> => {
    const { log_id } = event;
    const owner = checked(() => ({ profile: ownerOf(event) }));
    if (isRejected(owner)) return { log_id, status: 'rejected', ...owner };
    const row = dated(newEventOf(strapi, event, owner.profile));
    const isNew = await inTransaction(strapi, (trx) =>
      getService(strapi, 'event-writer').write(trx, row)
    );
    return { log_id, status: isNew ? 'created' : 'duplicate' };
  };

  return {
    /**
     * Stores each event that is in order and was not there before; a login counts on the profile with
     * it. A batch that was cut off can be sent again as it is.
     *
     * @returns one result for each event, in their order
     */
    async take(values: unknown[]): Promise<SentEventResult[]> {
      const events = values.map((value) => checked(() => readEvent(strapi, value)));
      const good = events.filter((event): event is SentEvent => !isRejected(event));
      const ownerOf = await findOwners(strapi, good);
      const stored = await findStored(good);
      const results: SentEventResult[] = [];
      for (const [index, event] of events.entries()) {
        if (isRejected(event)) {
          results.push({ log_id: logIdOf(values[index]), status: 'rejected', ...event });
        } else if (stored.has(event.log_id)) {
          results.push({ log_id: event.log_id, status: 'duplicate' });
        } else {
          results.push(await store(event, ownerOf));
          // SQLite answers without ever giving way to other requests.
          await giveWay();
        }
      }
      return results;
    },
  };
};
