import { errors } from '@strapi/utils';

import { operationId } from '../../../shared/contracts/user-writes';
import type { Context } from '../utils/service';
import { JOB_UID } from './database/plain-models';
import { asJson, inTransaction, table, query, type Row } from './database/rows';

declare module '../utils/service' {
  interface Services {
    'job-progress': ReturnType<typeof createJobProgress>;
  }
}

export interface Progress {
  done: number;
  total: number;
}

const PREFIX = 'progress:';
const nameOf = (operation: string): string => `${PREFIX}${operation}`;

/** Whoever asks a moment after the end is to hear of it. */
const KEPT_MS = 10 * 60_000;

/** How far long work has come, told to whichever instance is asked. */
export const createJobProgress = ({ strapi }: Context) => ({
  async set(operation: string, progress: Progress): Promise<void> {
    const row = {
      state: JSON.stringify(progress),
      lease_until: new Date(Date.now() + KEPT_MS),
    };
    await inTransaction(strapi, (trx) =>
      table(strapi, trx, JOB_UID)
        .insert({ name: nameOf(operation), ...row })
        .onConflict('name')
        .merge(row)
    );
  },

  /** @throws NotFoundError where the work has not begun, or was done a while ago */
  async get(operation: string): Promise<Progress> {
    const row: Row | undefined = operationId.safeParse(operation).success
      ? await query(strapi, JOB_UID)
          .where({ name: nameOf(operation) })
          .first('state')
      : undefined;
    if (!row) {
      throw new errors.NotFoundError('There is no such operation, or it is done');
    }
    return asJson<Progress>(row.state, { done: 0, total: 0 });
  },

  /** Removes what nobody asks for any more. */
  sweep: (): Promise<number> =>
    inTransaction(strapi, (trx) =>
      table(strapi, trx, JOB_UID)
        .where('name', 'like', `${PREFIX}%`)
        .where('lease_until', '<', new Date())
        .delete()
    ),
});
