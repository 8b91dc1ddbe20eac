import type { Core } from '@strapi/types';
import type { Context as KoaContext } from 'koa';

import { getService } from '../../utils/service';
import { nameMissingPermissions } from './name-missing-permissions';
import { createRateLimitRecorder } from './rate-limit-events';

type ResponseHandler = (ctx: KoaContext) => Promise<void> | void;

/**
 * The one middleware that sees every response. It completes those with an error of Strapi or Users & Permissions,
 * by their status. It sends them after the work that runs after commits, so the next request finds the events of
 * this one: Strapi does not wait for it.
 */
export const completeResponses = (strapi: Core.Strapi): void => {
  const handlers = new Map<number, ResponseHandler>([
    [403, nameMissingPermissions],
    [429, createRateLimitRecorder(strapi)],
  ]);

  strapi.server.use(async (ctx: KoaContext, next) => {
    try {
      await next();
      await handlers.get(ctx.status)?.(ctx);
    } finally {
      await getService(strapi, 'background-tasks').settleRequest(ctx);
    }
  });
};
