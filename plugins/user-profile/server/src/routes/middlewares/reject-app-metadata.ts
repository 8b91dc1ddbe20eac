import { errors } from '@strapi/utils';
import type { Context as KoaContext, Next } from 'koa';

import { APP_METADATA } from '../../../../shared/constants';

/** Their keys are chosen by the client, or are columns of a file. */
const FREE_FORM = ['user_metadata', 'mapping'];

/** Iterative: recursion would overflow the stack on deeply nested input. */
const containsAppMetadata = (sent: unknown): boolean => {
  const pending = [sent];
  while (pending.length > 0) {
    const value = pending.pop();
    if (typeof value !== 'object' || value === null) {
      continue;
    }
    if (Object.hasOwn(value, APP_METADATA)) {
      return true;
    }
    for (const [key, child] of Object.entries(value)) {
      if (!FREE_FORM.includes(key)) {
        pending.push(child);
      }
    }
  }
  return false;
};

/** Filters of a GET are left to schema validation, which returns 400 for an unknown filter. */
const checkedQuery = ({ method, query }: KoaContext): object => {
  const { filters, ...rest } = query;
  return method === 'GET' ? rest : { ...rest, filters };
};

/**
 * Rejects a request that contains `app_metadata` in its body, files or query. Removing the field silently
 * would let the client believe that it was stored.
 *
 * @throws ForbiddenError (403) that names the field
 */
export const rejectAppMetadata = async (ctx: KoaContext, next: Next): Promise<void> => {
  const { body, files } = ctx.request as { body?: unknown; files?: unknown };
  const names = Object.fromEntries(Object.keys(files ?? {}).map((name) => [name, true]));
  if (
    containsAppMetadata(body) ||
    containsAppMetadata(names) ||
    containsAppMetadata(checkedQuery(ctx))
  ) {
    throw new errors.ForbiddenError(
      `${APP_METADATA} is read-only in the API and can only be set by server code. Remove it from the request.`,
      { path: [APP_METADATA] }
    );
  }
  await next();
};
