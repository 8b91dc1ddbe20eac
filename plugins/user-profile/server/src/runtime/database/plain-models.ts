import type { Core } from '@strapi/types';

export const JOB_UID = 'plugin::user-profile.job';
export const ONE_TIME_TOKEN_UID = 'plugin::user-profile.ticket';
export const BULK_OPERATION_UID = 'plugin::user-profile.bulk-operation';
export const BULK_RESULT_UID = 'plugin::user-profile.bulk-result';
export const LOGIN_FAILURES_UID = 'plugin::user-profile.login-failure';
export const DAILY_COUNT_UID = 'plugin::user-profile.daily-count';
export const IMPORT_UID = 'plugin::user-profile.import';
export const IMPORT_ERROR_UID = 'plugin::user-profile.import-error';
export const VIEW_UID = 'plugin::user-profile.view';

const text = (length: number) => ({
  type: 'string',
  columnType: { type: 'string', args: [length] },
  column: { notNullable: true },
});

/**
 * Tables without `documentId`, Content Manager or GraphQL, shared by all instances of the site.
 * A job row contains the lease and the progress of a job that only one instance may run.
 */
export const PLAIN_MODELS = [
  {
    uid: JOB_UID,
    singularName: 'job',
    tableName: 'user_profile_jobs',
    attributes: {
      id: { type: 'increments' },
      name: { type: 'string', column: { notNullable: true } },
      /** Null for a job that runs again and again. Others run once, such as that of one bulk operation. */
      kind: { type: 'string' },
      holder: { type: 'string' },
      lease_until: { type: 'datetime' },
      /** When the last run ended. */
      ended_at: { type: 'datetime' },
      state: { type: 'json' },
    },
    indexes: [{ name: 'user_profile_jobs_name_uq', columns: ['name'], type: 'unique' }],
  },
  {
    uid: LOGIN_FAILURES_UID,
    singularName: 'login-failure',
    tableName: 'user_profile_login_failures',
    attributes: {
      id: { type: 'increments' },
      /** A hash of what is counted: an identifier with an IP address, or an IP address alone. */
      key: { type: 'string', column: { notNullable: true } },
      kind: { type: 'string' },
      ip: { type: 'string' },
      /** The `documentId` of the profile that has the identifier, if there is one; empty for several profiles. */
      profile: { type: 'string' },
      failures: { type: 'integer' },
      window_end: { type: 'datetime' },
      blocked_until: { type: 'datetime' },
    },
    indexes: [
      { name: 'user_profile_login_failures_key_uq', columns: ['key'], type: 'unique' },
      {
        name: 'user_profile_login_failures_profile_idx',
        columns: ['profile', 'blocked_until'],
      },
      // For the users who are blocked now. Includes the profile, so the rows are not read.
      {
        name: 'user_profile_login_failures_blocked_idx',
        columns: ['blocked_until', 'profile'],
      },
      { name: 'user_profile_login_failures_end_idx', columns: ['window_end'] },
    ],
  },
  {
    uid: ONE_TIME_TOKEN_UID,
    singularName: 'ticket',
    tableName: 'user_profile_tickets',
    attributes: {
      id: { type: 'increments' },
      kind: { type: 'string' },
      /** A hash of the secret or, for a code, of its recipient. */
      key: { type: 'string', column: { notNullable: true } },
      data: { type: 'json' },
      tries: { type: 'integer' },
      expires_at: { type: 'datetime' },
    },
    indexes: [
      { name: 'user_profile_tickets_key_uq', columns: ['key'], type: 'unique' },
      { name: 'user_profile_tickets_end_idx', columns: ['expires_at'] },
      { name: 'user_profile_tickets_kind_idx', columns: ['kind', 'expires_at'] },
    ],
  },
  {
    uid: DAILY_COUNT_UID,
    singularName: 'daily-count',
    tableName: 'user_profile_daily_counts',
    attributes: {
      id: { type: 'increments' },
      /** `YYYY-MM-DD`, in UTC. */
      day: text(10),
      /** What is counted, see events/daily-counts. */
      kind: text(32),
      /** Empty if the count is not that of one connection, like the next one. */
      connection: text(128),
      application: text(128),
      count: { type: 'integer', column: { notNullable: true } },
    },
    indexes: [
      {
        name: 'user_profile_daily_counts_uq',
        columns: ['day', 'kind', 'connection', 'application'],
        type: 'unique',
      },
    ],
  },
  {
    uid: BULK_OPERATION_UID,
    singularName: 'bulk-operation',
    tableName: 'user_profile_bulk_operations',
    attributes: {
      id: { type: 'increments' },
      key: { type: 'string', column: { notNullable: true } },
      actor: { type: 'text' },
      /** The action with its choices, and the selection if users were chosen by search and filters. */
      request: { type: 'json' },
      /** The row of the operation that this one undoes. */
      undo_of: { type: 'integer' },
      total: { type: 'integer' },
      /** The id of the last queued row: a user, or a result of the operation that is undone. */
      position: { type: 'integer' },
      /** The highest id that is queued, as of the start. */
      last_id: { type: 'integer' },
      done: { type: 'integer' },
      unchanged: { type: 'integer' },
      failed: { type: 'integer' },
      is_cancelled: { type: 'boolean' },
      is_undone: { type: 'boolean' },
      /** Why the operation ended early: the text, with its code and parameters. */
      error: { type: 'json' },
      started_at: { type: 'datetime' },
      ended_at: { type: 'datetime' },
    },
    indexes: [
      { name: 'user_profile_bulk_operations_key_uq', columns: ['key'], type: 'unique' },
      { name: 'user_profile_bulk_operations_ended_idx', columns: ['ended_at'] },
    ],
  },
  {
    uid: BULK_RESULT_UID,
    singularName: 'bulk-result',
    tableName: 'user_profile_bulk_results',
    attributes: {
      id: { type: 'increments' },
      /** The row of the operation. */
      operation: { type: 'integer', column: { notNullable: true } },
      /** Null for an unknown user. */
      document_id: { type: 'string' },
      user_id: { type: 'text' },
      result: { type: 'string' },
      reason: { type: 'text' },
      /** The code and the parameters of the reason. */
      details: { type: 'json' },
      /** The block that was replaced, to undo that. */
      before: { type: 'json' },
    },
    indexes: [{ name: 'user_profile_bulk_results_idx', columns: ['operation', 'result', 'id'] }],
  },
  {
    uid: IMPORT_UID,
    singularName: 'import',
    tableName: 'user_profile_imports',
    attributes: {
      id: { type: 'increments' },
      key: { type: 'string', column: { notNullable: true } },
      actor: { type: 'text' },
      status: { type: 'string' },
      file_name: { type: 'text' },
      /** Where the server that received the file has it. */
      path: { type: 'text' },
      bytes: { type: 'biginteger' },
      /** The format, columns and first rows of the file. */
      facts: { type: 'json' },
      /** Of the last run. */
      options: { type: 'json' },
      is_trusted: { type: 'boolean' },
      /** Users of the file that were handled. It moves in the transaction that stores them. */
      position: { type: 'integer' },
      bytes_read: { type: 'biginteger' },
      counts: { type: 'json' },
      ignored_fields: { type: 'json' },
      errors_stored: { type: 'integer' },
      is_cancelled: { type: 'boolean' },
      /** Why the import ended early. */
      error: { type: 'text' },
      /** The code of its text, with the parameters. */
      error_details: { type: 'json' },
      created_at: { type: 'datetime' },
      started_at: { type: 'datetime' },
      ended_at: { type: 'datetime' },
    },
    indexes: [
      { name: 'user_profile_imports_key_uq', columns: ['key'], type: 'unique' },
      { name: 'user_profile_imports_status_idx', columns: ['status'] },
    ],
  },
  {
    uid: IMPORT_ERROR_UID,
    singularName: 'import-error',
    tableName: 'user_profile_import_errors',
    attributes: {
      id: { type: 'increments' },
      /** The row of the import. */
      import: { type: 'integer', column: { notNullable: true } },
      line: { type: 'integer' },
      /** Null for the whole line. */
      field: { type: 'string' },
      reason: { type: 'text' },
      /** The code and the parameters of the reason. */
      details: { type: 'json' },
    },
    indexes: [{ name: 'user_profile_import_errors_idx', columns: ['import', 'id'] }],
  },
  {
    uid: VIEW_UID,
    singularName: 'view',
    tableName: 'user_profile_views',
    attributes: {
      id: { type: 'increments' },
      /** The id of the admin. Not a relation, so Strapi's admin users stay as they are. */
      admin: { type: 'integer', column: { notNullable: true } },
      page: { type: 'string', column: { notNullable: true } },
      name: { type: 'string', column: { notNullable: true } },
      search: { type: 'text' },
    },
    indexes: [
      { name: 'user_profile_views_uq', columns: ['admin', 'page', 'name'], type: 'unique' },
    ],
  },
] as const;

export const registerPlainModels = (strapi: Core.Strapi): void => {
  for (const model of PLAIN_MODELS) {
    strapi.get('models').add(structuredClone(model));
  }
};
