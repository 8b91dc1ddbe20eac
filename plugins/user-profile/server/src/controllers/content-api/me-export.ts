import type { Context as KoaContext } from 'koa';

import { getService, type Context } from '../../utils/service';
import { describeOwn, ownId } from './own';

export default ({ strapi }: Context) => ({
  async find(ctx: KoaContext) {
    const { data } = await describeOwn(strapi, await ownId(strapi, ctx), true);
    const { stream, fileName } = await getService(strapi, 'own-export').start(data);
    ctx.attachment(fileName);
    ctx.type = 'application/json';
    ctx.body = stream;
  },
});
