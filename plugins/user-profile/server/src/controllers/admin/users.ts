import type { Context as KoaContext } from 'koa';
import {
  findUsersQuery,
  type FindUser,
  type FindUserOverview,
  type FindUsers,
} from '../../../../shared/contracts/users';
import { getService, type Context } from '../../utils/service';
import { validate } from '../../utils/validate';

export default ({ strapi }: Context) => ({
  async find(ctx: KoaContext) {
    const query = validate(findUsersQuery, ctx.query);
    ctx.body = (await getService(strapi, 'profiles').find(query)) satisfies FindUsers.Response;
  },

  async findOne(ctx: KoaContext) {
    const profiles = getService(strapi, 'profiles');
    const [data] = await profiles.serialize([await profiles.getRow(ctx.params.id)]);
    ctx.body = { data } satisfies FindUser.Response;
  },

  async findOverview(ctx: KoaContext) {
    const row = await getService(strapi, 'profiles').getRow(ctx.params.id);
    const data = await getService(strapi, 'overview').findForUser(row);
    ctx.body = { data } satisfies FindUserOverview.Response;
  },
});
