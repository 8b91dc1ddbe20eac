import { errors } from '@strapi/utils';
import type { Core } from '@strapi/types';
import { JOB_UID } from '../database/plain-models';
import { asJson, inTransaction, on, read } from '../database/rows';

export interface Progress {
  done: number;
  total: number;
}

const nameOf = (operation: string): string => `progress:${operation}`;

/** How far long work has come, told to whichever instance is asked. */
export const createProgress = ({ strapi }: { strapi: Core.Strapi }) => ({
  async set(operation: string, progress: Progress): Promise<void> {
    await inTransaction(strapi, (trx) =>
      on(strapi, trx, JOB_UID)
        .insert({ name: nameOf(operation), state: JSON.stringify(progress) })
        .onConflict('name')
        .merge(['state'])
    );
  },

  async end(operation: string): Promise<void> {
    await inTransaction(strapi, (trx) =>
      on(strapi, trx, JOB_UID)
        .where({ name: nameOf(operation) })
        .delete()
    );
  },

  /** @throws NotFoundError where the work has not begun, or is done */
  async get(operation: string): Promise<Progress> {
    const row = await read(strapi, JOB_UID)
      .where({ name: nameOf(operation) })
      .first('state');
    if (!row) throw new errors.NotFoundError('There is no such operation, or it is done');
    return asJson<Progress>(row.state, { done: 0, total: 0 });
  },
});
