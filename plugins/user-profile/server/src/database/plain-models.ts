import type { Core } from '@strapi/types';

export const JOB_UID = 'plugin::user-profile.job';

/**
 * Tables without `documentId`, Content Manager or GraphQL, shared by all instances of the site.
 * A job row holds the lease of a job that must run once, and how far it has come.
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
] as const;

export const registerPlainModels = (strapi: Core.Strapi): void => {
  for (const model of PLAIN_MODELS) strapi.get('models').add(structuredClone(model));
};
