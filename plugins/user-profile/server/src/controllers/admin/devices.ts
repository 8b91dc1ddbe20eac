import type { Context as KoaContext } from 'koa';
import { findDevicesQuery, type FindDevices } from '../../../../shared/contracts/devices';
import { getService, type Context } from '../../utils/service';
import { validate } from '../../utils/validate';

export default ({ strapi }: Context) => ({
  async find(ctx: KoaContext) {
    const { pagination } = validate(findDevicesQuery, ctx.query);
    const { id } = await getService(strapi, 'profiles').getRow(ctx.params.id);
    const found = await getService(strapi, 'devices').findForUser(id, pagination);
    ctx.body = found satisfies FindDevices.Response;
  },
});
