import type { Context as KoaContext } from 'koa';

import { ADMIN_ACTIONS } from '../../../../shared/constants';
import type { FindUserOverview } from '../../../../shared/contracts/user-overview';
import { getService, type Context } from '../../utils/service';
import { createUserHandlers } from '../handlers/users';
import { can } from './can';

export default (context: Context) => ({
  ...createUserHandlers(context, {
    mayRead: can(ADMIN_ACTIONS.readUsers),
    maySetCredentials: can(ADMIN_ACTIONS.setCredentials),
  }),

  async findOverview(ctx: KoaContext) {
    const { strapi } = context;
    const row = await getService(strapi, 'user-reader').getRow(ctx.params.id);
    const data = await getService(strapi, 'user-overview').findForUser(row);
    ctx.body = { data } satisfies FindUserOverview.Response;
  },
});
