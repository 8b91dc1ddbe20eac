import type { Core } from '@strapi/types';
import type { Context as KoaContext } from 'koa';

import { PLUGIN_ID } from '../../../../shared/constants';

/**
 * Whether the caller also has the permission of another route.
 * @param handler such as `users.findOne`
 */
export const may = async (
  strapi: Core.Strapi,
  ctx: KoaContext,
  handler: string
): Promise<boolean> => {
  try {
    await strapi.get('auth').verify(ctx.state.auth, { scope: [`plugin::${PLUGIN_ID}.${handler}`] });
    return true;
  } catch {
    return false;
  }
};

/** The permission to set passwords covers email addresses too: both are used to log in. */
export const SET_CREDENTIALS = 'users.setPassword';

export const maySetCredentials =
  (strapi: Core.Strapi) =>
  (ctx: KoaContext): Promise<boolean> =>
    may(strapi, ctx, SET_CREDENTIALS);

export const mayReadUsers =
  (strapi: Core.Strapi) =>
  async (ctx: KoaContext): Promise<boolean> =>
    (await may(strapi, ctx, 'users.findOne')) || (await may(strapi, ctx, 'users.find'));
