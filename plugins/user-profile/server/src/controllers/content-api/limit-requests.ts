import type { Core } from '@strapi/types';
import type { Context as KoaContext } from 'koa';

import type { PublicRate } from '../../brute-force/rate-limits';
import { getService } from '../../utils/service';

/**
 * Counts a request of a public route. Call it before the request is validated, so invalid requests
 * count too.
 *
 * @param connection as sent
 * @throws RateLimitError (429)
 */
export const limitRequests = (
  strapi: Core.Strapi,
  ctx: KoaContext,
  what: PublicRate,
  connection: unknown = (ctx.request.body as { connection?: unknown } | undefined)?.connection
): Promise<void> => {
  const facts = getService(strapi, 'request-facts').ofContext(ctx);
  return getService(strapi, 'rate-limits').takePublic(what, facts, connection);
};
