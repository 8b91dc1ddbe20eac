import type { Core } from '@strapi/types';
import type { Context as KoaContext } from 'koa';

import { MINUTE_MS } from '../../../../shared/durations';
import { attemptOf } from '../../request/attempt';
import { contentApiPath, leadsTo } from '../../utils/api-path';
import { clientNetwork } from '../../utils/ip-network';
import { getService } from '../../utils/service';

const MAX_REMEMBERED = 10_000;
const UNKNOWN_IP = 'unknown';

/**
 * The rate limit of U&P responds before its controller runs, so no attempt is recorded. At most one event per
 * minute and IP address is written; otherwise any client could fill the log.
 */
export const recordRateLimits = (strapi: Core.Strapi): void => {
  const authPath = contentApiPath(strapi, '/auth/local');
  const loggedAt = new Map<string, number>();

  const isFirstInMinute = (ip: string): boolean => {
    const now = Date.now();
    if (now - (loggedAt.get(ip) ?? 0) < MINUTE_MS) {
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
    if (!isFirstInMinute(clientNetwork(facts.ip) ?? UNKNOWN_IP)) {
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
