import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';

import { APP_METADATA, UIDS } from '../../../../shared/constants';

/** Read as Strapi's query engine does, which takes what is inherited, or made by a getter, for a value. */
const carriesField = (data: unknown): boolean =>
  typeof data === 'object' &&
  data !== null &&
  (data as Record<string, unknown>)[APP_METADATA] !== undefined;

const refuse = (data: unknown): void => {
  const rows = Array.isArray(data) ? data : [data];
  if (!rows.some(carriesField)) {
    return;
  }
  throw new errors.ForbiddenError(
    `${APP_METADATA} is read-only: only code in the server may set it, by the service "app-metadata"`,
    { path: [APP_METADATA] }
  );
};

interface Change {
  params: { data?: unknown };
}

/**
 * The site's own subscribers run after this one, and may change the data: what they leave is looked at
 * once more, before it is written. A transfer of data, which has lifecycles switched off, is let through.
 */
const guardLifecycles = ({ lifecycles }: Core.Strapi['db']): void => {
  const seen = new WeakSet<object>();
  const check = ({ params }: Change): void => {
    seen.add(params);
    refuse(params.data);
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
      refuse(change.params.data);
    }
    return result;
  };
};

/**
 * Puts the rule under every path to the table: the Document Service (Content Manager, GraphQL, other
 * plugins) and the query engine beneath it. The service "app-metadata" writes beneath both.
 */
export const protectAppMetadata = (strapi: Core.Strapi): void => {
  strapi.documents.use(async (context, next) => {
    if (context.uid === UIDS.user && 'data' in context.params) {
      refuse(context.params.data);
    }
    return next();
  });
  guardLifecycles(strapi.db);
};
