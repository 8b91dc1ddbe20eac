import type { Core } from '@strapi/types';
import type { Context as KoaContext } from 'koa';
import { PLUGIN_ID } from '../../../../shared/constants';
import type { Context } from '../../utils/service';
import { createUserHandlers } from '../handlers/users';

const SET_PASSWORD = `plugin::${PLUGIN_ID}.users.setPassword`;

/** Whoever may set passwords may change emails: both are what a user signs in with. */
const maySetCredentials = async (strapi: Core.Strapi, ctx: KoaContext): Promise<boolean> => {
  try {
    await strapi.get('auth').verify(ctx.state.auth, { scope: [SET_PASSWORD] });
    return true;
  } catch {
    return false;
  }
};

export default (context: Context) =>
  createUserHandlers(context, (ctx) => maySetCredentials(context.strapi, ctx));
