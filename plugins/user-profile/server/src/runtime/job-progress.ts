import { errors } from '@strapi/utils';

import { operationId } from '../../../shared/contracts/bulk';
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

/** The result remains readable for a while after the work is done. */
const TTL_MS = 10 * 60_000;

/** The progress of long operations, readable from every instance. */
export const createJobProgress = ({ strapi }: Context) => ({
  async set(operation: string, progress: Progress): Promise<void> {
    const row = {
      state: JSON.stringify(progress),
      lease_until: new Date(Date.now() + TTL_MS),
    };
    await inTransaction(strapi, (trx) =>
      table(strapi, trx, JOB_UID)
        .insert({ name: nameOf(operation), ...row })
        .onConflict('name')
        .merge(row)
    );
  },

  /** @throws NotFoundError if the operation has not started, or ended a while ago */
  async get(operation: string): Promise<Progress> {
    const row: Row | undefined = operationId.safeParse(operation).success
      ? await query(strapi, JOB_UID)
          .where({ name: nameOf(operation) })
          .first('state')
      : undefined;
    if (!row) {
      throw new errors.NotFoundError('This operation does not exist or has ended');
    }
    return asJson<Progress>(row.state, { done: 0, total: 0 });
  },

  /** Removes expired rows. */
  sweep: (): Promise<number> =>
    inTransaction(strapi, (trx) =>
      table(strapi, trx, JOB_UID)
        .where('name', 'like', `${PREFIX}%`)
        .where('lease_until', '<', new Date())
        .delete()
    ),
});
