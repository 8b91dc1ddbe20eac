import { setImmediate as yieldToEventLoop } from 'node:timers/promises';

import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';
import type { z } from '@strapi/utils';

import type { BulkResult, bulkUsersBody } from '../../../shared/contracts/bulk';
import { setBlocked } from '../login/set-blocked';
import { codedError } from '../utils/errors';
import { getService } from '../utils/service';

declare module '../utils/service' {
  interface Services {
    'user-bulk': ReturnType<typeof createUserBulk>;
  }
}

type BulkRequest = z.output<typeof bulkUsersBody>['data'];

/** Progress is saved after each batch. */
const BATCH = 10;

/** Blocked in one transaction: few enough that logins of these users wait only briefly. */
const BLOCK_BATCH = 100;

/** Applies one action to many users. A failure for one user does not affect the others. */
export const createUserBulk = ({ strapi }: { strapi: Core.Strapi }) => {
  const verifyEmail = async (id: string): Promise<void> => {
    const { email, email_verified: isVerified } = await getService(strapi, 'user-reader').getRow(
      id
    );
    if (email === null) {
      throw new errors.ApplicationError(...codedError('user_without_email'));
    }
    if (!isVerified) {
      const data = { email_verified: true };
      await getService(strapi, 'user-editor').update(id, { data, metadata: 'merge' });
    }
  };

  const isBlocking = ({ action }: BulkRequest): boolean =>
    action === 'block' || action === 'unblock';

  const block = (ids: string[], { action, reason, until }: BulkRequest) =>
    setBlocked(strapi, ids, action === 'block', { reason, until });

  const resultOf = (id: string, error: unknown): BulkResult => {
    if (error === undefined) {
      return { id, ok: true };
    }
    if (error instanceof errors.ApplicationError) {
      return { id, ok: false, error: error.message };
    }
    strapi.log.error(error);
    return { id, ok: false, error: 'The action failed. The server log has the reason.' };
  };

  const apply = async (id: string, request: BulkRequest): Promise<unknown> => {
    if (isBlocking(request)) {
      return (await block([id], request)).get(id);
    }
    if (request.action === 'verify-email') {
      await verifyEmail(id);
    }
    if (request.action === 'assign-role' && request.role !== undefined) {
      await getService(strapi, 'user-roles').assign(id, request.role);
    }
    if (request.action === 'delete') {
      await getService(strapi, 'user-remover').remove(id, request.history);
    }
    return undefined;
  };

  const applyOne = async (id: string, request: BulkRequest): Promise<BulkResult> => {
    try {
      return resultOf(id, await apply(id, request));
    } catch (error) {
      return resultOf(id, error);
    }
  };

  /** @returns undefined if they were rolled back together, because one of them failed */
  const applyTogether = async (
    ids: string[],
    request: BulkRequest
  ): Promise<BulkResult[] | undefined> => {
    try {
      const problems = await block(ids, request);
      return ids.map((id) => resultOf(id, problems.get(id)));
    } catch {
      return undefined;
    }
  };

  const applyBatch = async (ids: string[], request: BulkRequest): Promise<BulkResult[]> => {
    const together =
      isBlocking(request) && ids.length > 1 ? await applyTogether(ids, request) : undefined;
    if (together) {
      return together;
    }
    const results: BulkResult[] = [];
    for (const id of ids) {
      results.push(await applyOne(id, request));
      // SQLite runs synchronously, so the loop would block other requests.
      await yieldToEventLoop();
    }
    return results;
  };

  return {
    /** @throws ValidationError for an unknown role */
    async run(request: BulkRequest): Promise<BulkResult[]> {
      if (request.role !== undefined) {
        await getService(strapi, 'user-roles').findRole(request.role);
      }
      const ids = [...new Set(request.ids)];
      const results: BulkResult[] = [];
      const progress = getService(strapi, 'job-progress');
      const report = async () =>
        request.operation_id &&
        (await progress.set(request.operation_id, { done: results.length, total: ids.length }));
      await report();
      const size = isBlocking(request) ? BLOCK_BATCH : BATCH;
      try {
        for (let from = 0; from < ids.length; from += size) {
          results.push(...(await applyBatch(ids.slice(from, from + size), request)));
          await report();
          await yieldToEventLoop();
        }
        return results;
      } finally {
        await report();
      }
    },
  };
};
