import { z } from '@strapi/utils';

import { MAX_BULK_USERS } from '../constants';
import type { ErrorParameters } from '../error-texts';
import { MAX_LENGTHS } from '../user-fields';
import { blockTerms } from './blocks';
import { plainText, withMaxEntries } from './common';
import { roleName } from './roles';
import { historyFate } from './user-writes';
import { userFilters } from './users';

export const bulkAction = z.enum(['block', 'unblock', 'verify-email', 'assign-role', 'delete']);

export type BulkAction = z.output<typeof bulkAction>;

/** The `id` of an operation. */
export const operationId = z.uuid();

/** POST /users/bulk: starts one action on the users in `ids`, or on all that match a selection. */
export const bulkUsersBody = z.strictObject({
  data: z
    .strictObject({
      action: bulkAction,
      ids: withMaxEntries(
        z.array(plainText(512)).min(1).max(MAX_BULK_USERS),
        MAX_BULK_USERS,
        `must have at most ${MAX_BULK_USERS} users`
      ).optional(),
      /** Search and filters of the list. An empty selection is all users. */
      selection: z
        .strictObject({
          _q: z.string().max(MAX_LENGTHS.search).optional(),
          filters: userFilters.prefault({}),
        })
        .optional(),
      /** Of the action `delete`; `keep` by default. */
      history: historyFate.optional(),
      /** The role to assign, for `assign-role` only. */
      role: roleName.optional(),
      /** Of the action `block`. */
      ...blockTerms,
    })
    .refine(({ ids, selection }) => (ids === undefined) !== (selection === undefined), {
      path: ['ids'],
      message: 'Send either ids or a selection',
    })
    .refine(({ action, role }) => (action === 'assign-role') === (role !== undefined), {
      path: ['role'],
      message: 'role is required for the action "assign-role", and invalid for others',
    })
    .refine(
      ({ action, reason, until }) => action === 'block' || (!reason && !until),
      'reason and until are for the action "block" only'
    )
    .refine(({ action, history }) => action === 'delete' || history === undefined, {
      path: ['history'],
      message: 'history is for the action "delete" only',
    }),
});

/** `failed`: the operation ended early; `error` says why. */
export const BULK_STATUSES = ['running', 'finished', 'cancelled', 'failed'] as const;

/** `unchanged`: the user already was what the action makes of users. */
export const BULK_RESULTS = ['failed', 'done', 'unchanged'] as const;

export type BulkResultCode = (typeof BULK_RESULTS)[number];

export interface BulkError {
  message: string;
  /** By which the panel translates the message. */
  code?: string;
  params?: ErrorParameters;
}

export interface BulkOperation {
  id: string;
  action: BulkAction;
  status: (typeof BULK_STATUSES)[number];
  /** Whether the users were chosen by search and filters. */
  by_selection: boolean;
  /** The number of users when the operation started; an estimate above 10,000. */
  total: number;
  estimated: boolean;
  done: number;
  unchanged: number;
  failed: number;
  error: BulkError | null;
  actor: string;
  /** Whether the caller started it. */
  is_own: boolean;
  /** The operation whose blocks or unblocks this one undoes. */
  undo_of: string | null;
  can_undo: boolean;
  started_at: string;
  ended_at: string | null;
  /** When the results are deleted. Null while the operation runs. */
  expires_at: string | null;
}

export interface BulkFailure {
  /** Null for an unknown id. */
  documentId: string | null;
  /** The id in the request if the user is unknown. */
  user_id: string;
  reason: string | null;
  /** By which the panel translates the reason. */
  code?: string;
  params?: ErrorParameters;
}

/** `failures` are the first 100; the report has all. */
export interface BulkOperationResponse {
  data: BulkOperation;
  meta: { failures: BulkFailure[] };
}

export declare namespace StartBulk {
  export interface Request {
    body: z.input<typeof bulkUsersBody>;
  }
  export type Response = BulkOperationResponse;
}

/** GET /users/bulk: the newest operations. */
export declare namespace FindBulkOperations {
  export interface Response {
    data: BulkOperation[];
  }
}

/** GET /users/bulk/:operationId, and POST to its /cancel and /undo */
export declare namespace FindBulkOperation {
  export interface Request {
    params: { operationId: string };
  }
  export type Response = BulkOperationResponse;
}

/** POST /users/bulk/:operationId/report */
export const bulkReportBody = z.strictObject({
  data: z.strictObject({ format: z.enum(['csv', 'ndjson']) }),
});

export declare namespace ExportBulkReport {
  export interface Request {
    params: { operationId: string };
    body: z.input<typeof bulkReportBody>;
  }
}
