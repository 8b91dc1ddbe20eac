import { z } from '@strapi/utils';

import { MAX_BULK_USERS } from '../constants';
import { blockTerms } from './blocks';
import { withMaxEntries } from './common';
import { roleName } from './roles';
import { historyFate } from './user-writes';

/** Identifies a long-running operation, to ask for its progress. */
export const operationId = z.uuid();

/** POST /users/bulk: one action on many users, with a result for each. */
export const bulkUsersBody = z.strictObject({
  data: z
    .strictObject({
      action: z.enum(['block', 'unblock', 'verify-email', 'assign-role', 'delete']),
      ids: withMaxEntries(
        z.array(z.string().min(1).max(512)).min(1).max(MAX_BULK_USERS),
        MAX_BULK_USERS,
        `must have at most ${MAX_BULK_USERS} users`
      ),
      history: historyFate.default('keep'),
      /** The role to assign, for `assign-role` only. */
      role: roleName.optional(),
      /** Of the action `block`. */
      ...blockTerms,
      /** Chosen by the client, which can then read the progress while the operation runs. */
      operation_id: operationId.optional(),
    })
    .refine(({ action, role }) => (action === 'assign-role') === (role !== undefined), {
      path: ['role'],
      message: 'role is required for the action "assign-role", and invalid for others',
    })
    .refine(
      ({ action, reason, until }) => action === 'block' || (!reason && !until),
      'reason and until are for the action "block" only'
    ),
});

export interface BulkResult {
  id: string;
  ok: boolean;
  /** Why the action failed. */
  error?: string;
}

export declare namespace BulkUsers {
  export interface Request {
    body: z.input<typeof bulkUsersBody>;
  }
  export interface Response {
    data: BulkResult[];
  }
}

/** GET /users/bulk/:operationId */
export declare namespace FindBulkProgress {
  export interface Request {
    params: { operationId: string };
  }
  export interface Response {
    data: { done: number; total: number };
  }
}
