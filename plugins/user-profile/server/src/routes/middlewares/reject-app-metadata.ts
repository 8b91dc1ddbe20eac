import { errors } from '@strapi/utils';
import type { Context as KoaContext, Next } from 'koa';

import { APP_METADATA } from '../../../../shared/constants';

/** Inside of it every key is the sender's own, and no column. */
const FREE_FORM = 'user_metadata';

/** Looks through all of it, however it is wrapped; without recursion, which what is nested deep would exhaust. */
const carries = (sent: unknown): boolean => {
  const left = [sent];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value !== 'object' || value === null) {
      continue;
    }
    if (Object.hasOwn(value, APP_METADATA)) {
      return true;
    }
    for (const [key, child] of Object.entries(value)) {
      if (key !== FREE_FORM) {
        left.push(child);
      }
    }
  }
  return false;
};

/** Whoever reads and filters by it asks for something, and is told that there is no such filter. */
const sentInQuery = ({ method, query }: KoaContext): object => {
  const { filters, ...rest } = query;
  return method === 'GET' ? rest : { ...rest, filters };
};

/**
 * Refuses a request that carries `app_metadata` in body, files or query, naming the field: trimming it
 * in silence would leave the sender in the belief that it was stored.
 *
 * @throws ForbiddenError (403)
 */
export const refuseAppMetadata = async (ctx: KoaContext, next: Next): Promise<void> => {
  const { body, files } = ctx.request as { body?: unknown; files?: unknown };
  const names = Object.fromEntries(Object.keys(files ?? {}).map((name) => [name, true]));
  if (carries(body) || carries(names) || carries(sentInQuery(ctx))) {
    throw new errors.ForbiddenError(
      `${APP_METADATA} is read-only over every route: only code in the server may set it`,
      { path: [APP_METADATA] }
    );
  }
  await next();
};
