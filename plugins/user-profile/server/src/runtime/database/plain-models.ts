import type { Core } from '@strapi/types';

export const JOB_UID = 'plugin::user-profile.job';
export const ONE_TIME_TOKEN_UID = 'plugin::user-profile.ticket';
export const LOGIN_FAILURES_UID = 'plugin::user-profile.login-failure';
export const VIEW_UID = 'plugin::user-profile.view';

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
      holder: { type: 'string' },
      lease_until: { type: 'datetime' },
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
      /** The `documentId` of the profile that has the identifier, if there is one. */
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
