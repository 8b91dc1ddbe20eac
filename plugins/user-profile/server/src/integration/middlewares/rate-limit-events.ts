import type { Core } from '@strapi/types';
import type { Context as KoaContext } from 'koa';
import { LRUCache } from 'lru-cache';

import { MINUTE_MS } from '../../../../shared/durations';
import { clientNetwork } from '../../enrich';
import { attemptOf } from '../../request/attempt';
import { contentApiPath, leadsTo } from '../../utils/api-path';
import { getService } from '../../utils/service';

const MAX_REMEMBERED = 10_000;
const UNKNOWN_IP = 'unknown';

/**
 * The rate limit of U&P responds before its controller runs, so no attempt is recorded. At most one event per
 * minute and IP address is written; otherwise any client could fill the log.
 *
 * @returns a function that records a response with status 429
 */
export const createRateLimitRecorder = (strapi: Core.Strapi) => {
  const authPath = contentApiPath(strapi, '/auth/local');
  const logged = new LRUCache<string, true>({ max: MAX_REMEMBERED, ttl: MINUTE_MS });

  return async (ctx: KoaContext): Promise<void> => {
    if (!leadsTo(ctx.path, authPath) || attemptOf(ctx)?.isLogged) {
      return;
    }
    const facts = getService(strapi, 'request-facts').ofContext(ctx);
    const client = clientNetwork(facts.ip) ?? UNKNOWN_IP;
    if (logged.has(client)) {
      return;
    }
    logged.set(client, true);
    await getService(strapi, 'event-writer').record({
      type: 'api_limit',
      facts,
      connection: 'local',
      details: { path: ctx.path },
    });
  };
};
