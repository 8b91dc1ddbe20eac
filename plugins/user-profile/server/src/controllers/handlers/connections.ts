import type { Context as KoaContext } from 'koa';

import {
  createConnectionBody,
  deleteConnectionQuery,
  updateConnectionBody,
  type DeleteConnection,
  type FindConnection,
  type FindConnections,
  type FindStrategies,
  type TestConnection,
} from '../../../../shared/contracts/connections';
import { actingAs, actorOf } from '../../request/actor';
import { getService, type Context } from '../../utils/service';
import { validate } from '../../utils/validate';

/** Created for each API separately; see `createUserHandlers`. */
export const createConnectionHandlers = ({ strapi }: Context) => {
  const reader = () => getService(strapi, 'connection-reader');
  const manager = () => getService(strapi, 'connection-manager');

  const respond = async (ctx: KoaContext, name: string): Promise<void> => {
    ctx.body = { data: await reader().findOne(name) } satisfies FindConnection.Response;
  };

  return {
    async find(ctx: KoaContext) {
      ctx.body = { data: await reader().find() } satisfies FindConnections.Response;
    },

    async findOne(ctx: KoaContext) {
      await respond(ctx, ctx.params.name);
    },

    async findStrategies(ctx: KoaContext) {
      ctx.body = { data: reader().findStrategies() } satisfies FindStrategies.Response;
    },

    async create(ctx: KoaContext) {
      const { data } = validate(createConnectionBody, ctx.request.body);
      await actingAs(actorOf(ctx), () => manager().create(data));
      ctx.status = 201;
      await respond(ctx, data.name);
    },

    async update(ctx: KoaContext) {
      const changes = validate(updateConnectionBody, ctx.request.body).data;
      await actingAs(actorOf(ctx), () => manager().update(ctx.params.name, changes));
      await respond(ctx, ctx.params.name);
    },

    async delete(ctx: KoaContext) {
      const { name } = ctx.params;
      const userHandling = validate(deleteConnectionQuery, ctx.query);
      const counts = await actingAs(actorOf(ctx), () =>
        getService(strapi, 'connection-remover').remove(name, userHandling)
      );
      const data = { name, ...counts };
      ctx.body = { data } satisfies DeleteConnection.Response;
    },

    async test(ctx: KoaContext) {
      const data = await manager().test(ctx.params.name);
      ctx.body = { data } satisfies TestConnection.Response;
    },
  };
};
