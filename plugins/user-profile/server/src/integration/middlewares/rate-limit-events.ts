import type { Core } from '@strapi/types';
import type { Context as KoaContext } from 'koa';

import { attemptOf } from '../../request/attempt';
import { contentApiPath, leadsTo } from '../../utils/api-path';
import { clientNetwork } from '../../utils/ip-network';
import { getService } from '../../utils/service';

const ONE_MINUTE_MS = 60_000;
const MAX_REMEMBERED = 10_000;
const UNKNOWN_IP = 'unknown';

/**
 * U&P's own rate limit answers before its controller is reached. One event a minute for each address is
 * enough to know; the rest would let anybody fill the log.
 */
export const recordRateLimits = (strapi: Core.Strapi): void => {
  const authPath = contentApiPath(strapi, '/auth/local');
  const loggedAt = new Map<string, number>();

  const isNew = (ip: string): boolean => {
    const now = Date.now();
    if (now - (loggedAt.get(ip) ?? 0) < ONE_MINUTE_MS) {
      return false;
    }
    if (loggedAt.size >= MAX_REMEMBERED) {
      loggedAt.clear();
    }
    loggedAt.set(ip, now);
    return true;
  };

  strapi.server.use(async (ctx: KoaContext, next) => {
    await next();
    if (ctx.status !== 429 || !leadsTo(ctx.path, authPath) || attemptOf(ctx)?.isLogged) {
      return;
    }
    const facts = getService(strapi, 'request-facts').ofContext(ctx);
    if (!isNew(clientNetwork(facts.ip) ?? UNKNOWN_IP)) {
      return;
    }
    await getService(strapi, 'event-writer').record({
      type: 'api_limit',
      facts,
      connection: 'local',
      details: { path: ctx.path },
    });
  });
};
