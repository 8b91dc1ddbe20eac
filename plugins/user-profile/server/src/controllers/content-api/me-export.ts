import type { Context as KoaContext } from 'koa';

import { getService, type Context } from '../../utils/service';
import { sendFile } from '../handlers/send-file';
import { describeOwn, ownId } from './own';

export default ({ strapi }: Context) => ({
  async find(ctx: KoaContext) {
    const { data } = await describeOwn(strapi, await ownId(strapi, ctx), true);
    sendFile(ctx, await getService(strapi, 'own-export').start(data));
  },
});
