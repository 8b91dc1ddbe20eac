import { errors } from '@strapi/utils';
import type { Core } from '@strapi/types';
import type { Context as KoaContext } from 'koa';
import { updateMeBody, type FindMe } from '../../../../shared/contracts/me';
import { actingAs, actorOf } from '../../capture/actor';
import { getConfig } from '../../config/get';
import { inTransaction } from '../../database/rows';
import { revisionIn } from '../../utils/if-match';
import { getService, type Context } from '../../utils/service';
import { validate } from '../../utils/validate';
import { createDeviceHandlers } from '../handlers/devices';
import { createEventHandlers } from '../handlers/events';

type Handler = (ctx: KoaContext) => Promise<void>;

/** The `documentId` of whoever is signed in. @throws ForbiddenError for tokens, which are nobody */
const ownId = async (strapi: Core.Strapi, ctx: KoaContext): Promise<string> => {
  const accountId = Number(ctx.state.user?.id);
  const profile = accountId
    ? await inTransaction(strapi, (trx) =>
        getService(strapi, 'accounts').ensureProfile(trx, accountId)
      )
    : null;
  if (profile) return profile.documentId;
  throw new errors.ForbiddenError('This is for signed-in users; an API token is none');
};

/** Runs a handler of users on whoever is signed in, and never on another. */
const asMe =
  (strapi: Core.Strapi, handler: Handler): Handler =>
  async (ctx) => {
    ctx.params.id = await ownId(strapi, ctx);
    await handler(ctx);
  };

const answer = async (strapi: Core.Strapi, ctx: KoaContext, id: string): Promise<void> => {
  const { data, meta } = await getService(strapi, 'user-details').describe(id);
  const { app_metadata, ...profile } = data;
  const { showAppMetadata } = getConfig(strapi).me;
  ctx.set('ETag', `"${meta.revision}"`);
  ctx.body = {
    data: showAppMetadata ? { ...profile, app_metadata } : profile,
    meta: { revision: meta.revision },
  } satisfies FindMe.Response;
};

const profile = ({ strapi }: Context) => ({
  async findOne(ctx: KoaContext) {
    await answer(strapi, ctx, await ownId(strapi, ctx));
  },

  async update(ctx: KoaContext) {
    const id = await ownId(strapi, ctx);
    const update = validate(updateMeBody, ctx.request.body);
    const revision = update.revision ?? revisionIn(ctx);
    await actingAs(actorOf(ctx), () =>
      getService(strapi, 'user-editor').update(id, { ...update, revision, metadata: 'merge' })
    );
    await answer(strapi, ctx, id);
  },
});

const devices = (context: Context) => {
  const handlers = createDeviceHandlers(context);
  return {
    find: asMe(context.strapi, handlers.find),
    unlink: asMe(context.strapi, handlers.unlink),
  };
};

const events = (context: Context) => ({
  find: asMe(context.strapi, createEventHandlers(context).find),
});

export default { profile, devices, events };
