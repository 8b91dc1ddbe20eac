import type { Context as KoaContext } from 'koa';

import {
  linkIdentityBody,
  linkPreviewQuery,
  type LinkIdentity,
  type PreviewLink,
  type UnlinkIdentity,
} from '../../../../shared/contracts/identities';
import { actingAs, actorOf } from '../../request/actor';
import { setRevision } from '../../utils/if-match';
import { getService, type Context } from '../../utils/service';
import { validate } from '../../utils/validate';
import { shownTo, type Permission } from './shown';

/** Created for each API separately; see `createUserHandlers`. */
export const createIdentityHandlers = ({ strapi }: Context, mayRead: Permission) => {
  const describe = async (ctx: KoaContext) => {
    const found = await getService(strapi, 'user-details').describe(ctx.params.id);
    setRevision(ctx, found.meta.revision);
    return shownTo(await mayRead(ctx), found);
  };

  return {
    async preview(ctx: KoaContext) {
      await getService(strapi, 'user-reader').getRow(ctx.params.id);
      const query = validate(linkPreviewQuery, ctx.query);
      const data = await getService(strapi, 'identity-linker').preview(
        ctx.params.id,
        query.secondary_user
      );
      ctx.body = { data } satisfies PreviewLink.Response;
    },

    async link(ctx: KoaContext) {
      const { data } = validate(linkIdentityBody, ctx.request.body);
      await actingAs(actorOf(ctx), () =>
        getService(strapi, 'identity-linker').link(ctx.params.id, data.secondary_user, {
          mergeMetadata: data.merge_user_metadata,
        })
      );
      ctx.status = 201;
      ctx.body = (await describe(ctx)) satisfies LinkIdentity.Response;
    },

    async unlink(ctx: KoaContext) {
      const { id, identityId } = ctx.params;
      const unlinked = await actingAs(actorOf(ctx), () =>
        getService(strapi, 'identity-unlinker').unlink(id, identityId)
      );
      const { data, meta } = await describe(ctx);
      ctx.body = { data, meta: { ...meta, unlinked } } satisfies UnlinkIdentity.Response;
    },
  };
};
