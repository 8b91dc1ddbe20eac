import type { Context as KoaContext } from 'koa';

import type { FindRoles } from '../../../../shared/contracts/roles';
import { getService, type Context } from '../../utils/service';

export default ({ strapi }: Context) => ({
  async find(ctx: KoaContext) {
    ctx.body = {
      data: await getService(strapi, 'user-roles').findAll(),
    } satisfies FindRoles.Response;
  },
});
