import { AsyncLocalStorage } from 'node:async_hooks';
import { errors } from '@strapi/utils';
import type { Core } from '@strapi/types';
import { UIDS } from '../../../shared/constants';

export const APP_METADATA = 'app_metadata';

/** Marks code that may write `app_metadata`: nothing that arrives over a route ever runs inside. */
const trusted = new AsyncLocalStorage<true>();

export const asTrustedCode = <T>(work: () => Promise<T>): Promise<T> => trusted.run(true, work);

const carriesField = (data: unknown): boolean =>
  typeof data === 'object' && data !== null && Object.hasOwn(data, APP_METADATA);

const refuse = (data: unknown): void => {
  const rows = Array.isArray(data) ? data : [data];
  if (trusted.getStore() || !rows.some(carriesField)) return;
  throw new errors.ForbiddenError(
    `${APP_METADATA} is read-only: only code in the server may set it, by the service "app-metadata"`,
    { path: [APP_METADATA] }
  );
};

/**
 * Puts the rule under every path to the table: the Document Service (Content Manager, GraphQL, other
 * plugins) and the query engine beneath it.
 */
export const guardAppMetadata = (strapi: Core.Strapi): void => {
  strapi.documents.use(async (context, next) => {
    if (context.uid === UIDS.user && 'data' in context.params) refuse(context.params.data);
    return next();
  });
  const check = (event: { params: { data?: unknown } }): void => refuse(event.params.data);
  strapi.db.lifecycles.subscribe({
    models: [UIDS.user],
    beforeCreate: check,
    beforeCreateMany: check,
    beforeUpdate: check,
    beforeUpdateMany: check,
  });
};
