import type { Context as KoaContext } from 'koa';

import {
  saveViewBody,
  type DeleteView,
  type FindViews,
  type SaveView,
} from '../../../../shared/contracts/views';
import { getService, type Context } from '../../utils/service';
import { validate } from '../../utils/validate';

const adminOf = (ctx: KoaContext): number => ctx.state.user.id;

export default ({ strapi }: Context) => ({
  async find(ctx: KoaContext) {
    const data = await getService(strapi, 'saved-views').find(adminOf(ctx));
    ctx.body = { data } satisfies FindViews.Response;
  },

  async save(ctx: KoaContext) {
    const { data: view } = validate(saveViewBody, ctx.request.body);
    const data = await getService(strapi, 'saved-views').save(adminOf(ctx), view);
    ctx.body = { data } satisfies SaveView.Response;
  },

  async delete(ctx: KoaContext) {
    const data = await getService(strapi, 'saved-views').delete(adminOf(ctx), ctx.params.id);
    ctx.body = { data } satisfies DeleteView.Response;
  },
});
