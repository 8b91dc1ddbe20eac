import type { Context as KoaContext } from 'koa';
import {
  updateConnectionBody,
  type FindConnection,
  type FindConnections,
  type UpdateConnection,
} from '../../../../shared/contracts/connections';
import { getService, type Context } from '../../utils/service';
import { validate } from '../../utils/validate';

/** Made anew for each side, as those of users are. */
export const createConnectionHandlers = ({ strapi }: Context) => {
  const connections = () => getService(strapi, 'connections');

  return {
    async find(ctx: KoaContext) {
      ctx.body = { data: await connections().find() } satisfies FindConnections.Response;
    },

    async findOne(ctx: KoaContext) {
      const data = await connections().findOne(ctx.params.name);
      ctx.body = { data } satisfies FindConnection.Response;
    },

    async update(ctx: KoaContext) {
      const changes = validate(updateConnectionBody, ctx.request.body).data;
      const data = await connections().update(ctx.params.name, changes);
      ctx.body = { data } satisfies UpdateConnection.Response;
    },
  };
};
