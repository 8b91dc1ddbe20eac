import type { Core } from '@strapi/types';
import type { Context as KoaContext } from 'koa';

import { updateMeBody } from '../../../../shared/contracts/me';
import { ownView } from '../../events/serializer';
import { createIsSelf } from '../../model/users/self';
import { actingAs, actorOf } from '../../request/actor';
import { startingRevision } from '../../utils/if-match';
import { getService, type Context } from '../../utils/service';
import { validate } from '../../utils/validate';
import { createDeviceHandlers, createDeviceSessionHandlers } from '../handlers/devices';
import { createEventHandlers } from '../handlers/events';
import { ownId, respondOwn } from './own';

type Handler = (ctx: KoaContext) => Promise<void>;

/** Runs a handler of users for the logged-in user, whatever id the request contains. */
const asMe =
  (strapi: Core.Strapi, handler: Handler): Handler =>
  async (ctx) => {
    ctx.params.id = await ownId(strapi, ctx);
    await handler(ctx);
  };

const profile = ({ strapi }: Context) => ({
  async findOne(ctx: KoaContext) {
    await respondOwn(strapi, ctx, await ownId(strapi, ctx));
  },

  async update(ctx: KoaContext) {
    const id = await ownId(strapi, ctx);
    const update = validate(updateMeBody, ctx.request.body);
    const { revision: sent, ...data } = update.data;
    const revision = startingRevision(ctx, update.revision, sent);
    await actingAs(actorOf(ctx), () =>
      getService(strapi, 'user-editor').update(id, { data, revision, metadata: 'merge' })
    );
    await respondOwn(strapi, ctx, id);
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
  const { find } = createEventHandlers(context, async (row) => {
    const isSelf = await createIsSelf(strapi, row);
    return (event) => ownView(event, isSelf);
  });
  return { find: asMe(strapi, find) };
};

export default { profile, devices, deviceSessions, events };
