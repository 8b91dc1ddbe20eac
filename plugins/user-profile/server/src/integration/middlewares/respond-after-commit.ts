import type { Core } from '@strapi/types';
import type { Context as KoaContext } from 'koa';

import { getService } from '../../utils/service';

/**
 * Strapi does not wait for what runs after a commit. Requests are answered once that is over, so that
 * whoever reads next finds the events of what was done.
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
