import type { Core } from '@strapi/types';
import type { Context as KoaContext } from 'koa';

import type { FindEvents } from '../../../../shared/contracts/events';
import { updateMeBody } from '../../../../shared/contracts/me';
import { ownView } from '../../events/serializer';
import { createIsSelf } from '../../model/users/self';
import { actingAs, actorOf } from '../../request/actor';
import { startingRevision } from '../../utils/if-match';
import { getService, type Context } from '../../utils/service';
import { validate } from '../../utils/validate';
import { createDeviceHandlers, createDeviceSessionHandlers } from '../handlers/devices';
import { createEventHandlers } from '../handlers/events';
import { describeOwn, ownId } from './own';

type Handler = (ctx: KoaContext) => Promise<void>;

/** Runs a handler of users for the logged-in user, whatever id the request contains. */
const asMe =
  (strapi: Core.Strapi, handler: Handler): Handler =>
  async (ctx) => {
    ctx.params.id = await ownId(strapi, ctx);
    await handler(ctx);
  };

const respond = async (strapi: Core.Strapi, ctx: KoaContext, id: string): Promise<void> => {
  const found = await describeOwn(strapi, id);
  ctx.set('ETag', `"${found.meta.revision}"`);
  ctx.body = found;
};

const profile = ({ strapi }: Context) => ({
  async findOne(ctx: KoaContext) {
    await respond(strapi, ctx, await ownId(strapi, ctx));
  },

  async update(ctx: KoaContext) {
    const id = await ownId(strapi, ctx);
    const update = validate(updateMeBody, ctx.request.body);
    const { revision: sent, ...data } = update.data;
    const revision = startingRevision(ctx, update.revision, sent);
    await actingAs(actorOf(ctx), () =>
      getService(strapi, 'user-editor').update(id, { data, revision, metadata: 'merge' })
    );
    await respond(strapi, ctx, id);
  },
});

const devices = (context: Context) => {
  const handlers = createDeviceHandlers(context);
  return {
    find: asMe(context.strapi, handlers.find),
    unlink: asMe(context.strapi, handlers.unlink),
  };
};

const deviceSessions = (context: Context) => {
  const handlers = createDeviceSessionHandlers(context);
  return {
    find: asMe(context.strapi, handlers.find),
    end: asMe(context.strapi, handlers.end),
    endAll: asMe(context.strapi, handlers.endAll),
  };
};

const events = (context: Context) => {
  const { strapi } = context;
  const find = asMe(strapi, createEventHandlers(context).find);
  return {
    async find(ctx: KoaContext) {
      await find(ctx);
      const { data, meta } = ctx.body as FindEvents.Response;
      const row = await getService(strapi, 'user-reader').getRow(ctx.params.id);
      const isSelf = await createIsSelf(strapi, row);
      ctx.body = {
        data: data.map((event) => ownView(event, isSelf)),
        meta,
      } satisfies FindEvents.Response;
    },
  };
};

export default { profile, devices, deviceSessions, events };
