import type { Core } from '@strapi/types';
import type { Context as KoaContext } from 'koa';
import { PLUGIN_ID } from '../../../../shared/constants';
import type { Context } from '../../utils/service';
import { createUserHandlers } from '../handlers/users';

const may = async (strapi: Core.Strapi, ctx: KoaContext, action: string): Promise<boolean> => {
  try {
    const scope = [`plugin::${PLUGIN_ID}.users.${action}`];
    await strapi.get('auth').verify(ctx.state.auth, { scope });
    return true;
  } catch {
    return false;
  }
};

export default (context: Context) => {
  const { strapi } = context;
  return createUserHandlers(context, {
    mayRead: async (ctx) => (await may(strapi, ctx, 'findOne')) || (await may(strapi, ctx, 'find')),
    /** Whoever may set passwords may change emails: both are what a user signs in with. */
    maySetCredentials: (ctx) => may(strapi, ctx, 'setPassword'),
  });
};
