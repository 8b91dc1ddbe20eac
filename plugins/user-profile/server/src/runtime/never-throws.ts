import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { getService } from '../utils/service';
import { inSavepoint, LostTransactionError } from './database/savepoint';

/**
 * Runs work of which a failure must not break the caller. A failure undoes the writes of the work and is
 * counted; the next reconcile pass restores what is missing.
 *
 * @param what names what could not be recorded, for the log, such as "a login"
 * @returns the result of the work; undefined if it failed
 * @throws LostTransactionError if the database has undone the writes of the caller too
 */
export const neverThrows = async <T>(
  strapi: Core.Strapi,
  what: string,
  work: (trx: Knex.Transaction) => Promise<T>
): Promise<T | undefined> => {
  try {
    return await inSavepoint(strapi, work);
  } catch (error) {
    if (error instanceof LostTransactionError) {
      throw error;
    }
    getService(strapi, 'capture-errors').add(what, error);
    return undefined;
  }
};
