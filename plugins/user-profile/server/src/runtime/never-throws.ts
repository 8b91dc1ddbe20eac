import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { getService } from '../utils/service';
import { inSavepoint } from './database/savepoint';

/**
 * Capture never breaks what it watches: a failure undoes the capture's own writes, is counted, and
 * ends here. The reconcile pass makes up for it.
 *
 * @returns what the work returns, or undefined where it failed
 */
export const neverThrows = async <T>(
  strapi: Core.Strapi,
  what: string,
  work: (trx: Knex.Transaction) => Promise<T>
): Promise<T | undefined> => {
  try {
    return await inSavepoint(strapi, work);
  } catch (error) {
    getService(strapi, 'capture-errors').add(what, error);
    return undefined;
  }
};

/** Work that starts when the transaction in progress is committed, or now where there is none. */
export const afterCommit = async (
  strapi: Core.Strapi,
  work: () => Promise<unknown>
): Promise<void> => {
  if (!strapi.db.inTransaction()) {
    await work();
    return;
  }
  await strapi.db.transaction(({ onCommit }) => {
    onCommit(() => getService(strapi, 'background-tasks').addToRequest(work()));
  });
};
