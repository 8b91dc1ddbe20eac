import type { Core } from '@strapi/types';

import { SourceError } from '../model/connections/errors';

/**
 * Does here what was done at a source before; where that fails, has the source undo it.
 *
 * @param what for the log, where not even that can be done
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
      strapi.log.error(`[user-profile] could not undo ${what}: ${reason}`);
    });
    throw error;
  }
};
