import type { Core } from '@strapi/types';

import { SourceError } from '../model/connections/errors';
import { logError } from '../utils/log-error';

/**
 * Runs the local part of a change that was already made at a source. If it fails, undoes the change there.
 *
 * @param what the change, for the log if undoing it fails
 * @throws what the work throws
 */
export const compensate = async <T>(
  strapi: Core.Strapi,
  what: string,
  undo: () => Promise<void>,
  work: () => Promise<T>
): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    await undo().catch((cause: unknown) => {
      const reason = cause instanceof SourceError ? cause.message : 'an unexpected error';
      logError(strapi, `failed to undo ${what}`, reason);
    });
    throw error;
  }
};
