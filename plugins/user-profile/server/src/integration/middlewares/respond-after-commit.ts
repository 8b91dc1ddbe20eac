import type { Core } from '@strapi/types';
import type { Context as KoaContext } from 'koa';

import { getService } from '../../utils/service';

/**
 * Sends responses after the work that runs after commits, so the next request finds the events of this one.
 * Strapi does not wait for it.
 */
export const respondAfterCommit = (strapi: Core.Strapi): void => {
  strapi.server.use(async (ctx: KoaContext, next) => {
    try {
      await next();
    } finally {
      await getService(strapi, 'background-tasks').settleRequest(ctx);
    }
  });
};
