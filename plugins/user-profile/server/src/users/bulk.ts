import { setImmediate as yieldToEventLoop } from 'node:timers/promises';

import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';
import type { z } from '@strapi/utils';

import type { BulkResult, bulkUsersBody } from '../../../shared/contracts/user-writes';
import { getService } from '../utils/service';

declare module '../utils/service' {
  interface Services {
    'user-bulk': ReturnType<typeof createUserBulk>;
  }
}

type BulkRequest = z.output<typeof bulkUsersBody>['data'];

const SAVE_EVERY = 10;

/** Applies one action to many users. A failure for one user does not affect the others. */
export const createUserBulk = ({ strapi }: { strapi: Core.Strapi }) => {
  const actions = () => getService(strapi, 'user-actions');

  const verifyEmail = async (id: string): Promise<void> => {
    const { email, email_verified: isVerified } = await getService(strapi, 'user-reader').getRow(
      id
    );
    if (email === null) {
      throw new errors.ApplicationError('This user has no email address');
    }
    if (!isVerified) {
      const data = { email_verified: true };
      await getService(strapi, 'user-editor').update(id, { data, metadata: 'merge' });
    }
  };

  const apply = async (
    id: string,
    { action, history, reason, until }: BulkRequest
  ): Promise<void> => {
    if (action === 'block') {
      await actions().block(id, { reason, until });
    }
    if (action === 'unblock') {
      await actions().unblock(id);
    }
    if (action === 'verify-email') {
      await verifyEmail(id);
    }
    if (action === 'delete') {
      await getService(strapi, 'user-remover').remove(id, history);
    }
  };

  const applyOne = async (id: string, request: BulkRequest): Promise<BulkResult> => {
    try {
      await apply(id, request);
      return { id, ok: true };
    } catch (error) {
      if (error instanceof errors.ApplicationError) {
        return { id, ok: false, error: error.message };
      }
      strapi.log.error(error);
      return { id, ok: false, error: 'The action failed. The server log has the reason.' };
    }
  };

  return {
    async run(request: BulkRequest): Promise<BulkResult[]> {
      const ids = [...new Set(request.ids)];
      const results: BulkResult[] = [];
      const progress = getService(strapi, 'job-progress');
      const report = async () =>
        request.operation_id &&
        (await progress.set(request.operation_id, { done: results.length, total: ids.length }));
      await report();
      try {
        for (const id of ids) {
          results.push(await applyOne(id, request));
          // SQLite runs synchronously, so the loop would block other requests.
          await yieldToEventLoop();
          if (results.length % SAVE_EVERY === 0) {
            await report();
          }
        }
        return results;
      } finally {
        await report();
      }
    },
  };
};
