import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';

import { APP_METADATA, UIDS } from '../../../../shared/constants';

/** Not `Object.hasOwn`: Strapi's query engine also stores inherited properties and getters. */
const hasAppMetadata = (data: unknown): boolean =>
  typeof data === 'object' &&
  data !== null &&
  (data as Record<string, unknown>)[APP_METADATA] !== undefined;

const rejectChange = (data: unknown): void => {
  const rows = Array.isArray(data) ? data : [data];
  if (!rows.some(hasAppMetadata)) {
    return;
  }
  throw new errors.ForbiddenError(
    `${APP_METADATA} is read-only here. Set it in server code, with the service "app-metadata".`,
    { path: [APP_METADATA] }
  );
};

interface Change {
  params: { data?: unknown };
}

/**
 * Subscribers of the site run after this one and may change the data, so it is checked again after the last
 * one. A data transfer disables lifecycles and is not checked.
 */
const guardLifecycles = ({ lifecycles }: Core.Strapi['db']): void => {
  const seen = new WeakSet<object>();
  const check = ({ params }: Change): void => {
    seen.add(params);
    rejectChange(params.data);
  };
  lifecycles.subscribe({
    models: [UIDS.user],
    beforeCreate: check,
    beforeCreateMany: check,
    beforeUpdate: check,
    beforeUpdateMany: check,
  });
  const run = lifecycles.run.bind(lifecycles);
  lifecycles.run = async (action, uid, change: Change, states) => {
    const result = await run(action, uid, change, states);
    if (seen.delete(change.params)) {
      rejectChange(change.params.data);
    }
    return result;
  };
};

/**
 * Rejects writes of `app_metadata` by the Document Service (Content Manager, GraphQL, other plugins) and by
 * the query engine below it. The service "app-metadata" bypasses both.
 */
export const protectAppMetadata = (strapi: Core.Strapi): void => {
  strapi.documents.use(async (context, next) => {
    if (context.uid === UIDS.user && 'data' in context.params) {
      rejectChange(context.params.data);
    }
    return next();
  });
  guardLifecycles(strapi.db);
};
