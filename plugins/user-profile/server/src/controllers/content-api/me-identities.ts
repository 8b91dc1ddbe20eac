import type { Context as KoaContext } from 'koa';

import { LINKING_LOGIN_MINUTES } from '../../../../shared/constants';
import { linkOwnIdentityBody } from '../../../../shared/contracts/identities';
import { actingAs, actorOf } from '../../request/actor';
import { requireRecentLogin } from '../../sessions/last-login';
import { accountOfToken } from '../../users/linking/account-token';
import { problem, validationError } from '../../utils/errors';
import { getService, type Context } from '../../utils/service';
import { validate } from '../../utils/validate';
import { ownId, respondOwn } from './own';

export default ({ strapi }: Context) => {
  return {
    async link(ctx: KoaContext) {
      const id = await ownId(strapi, ctx);
      const { token, merge_user_metadata: mergeMetadata } = validate(
        linkOwnIdentityBody,
        ctx.request.body
      ).data;
      await requireRecentLogin(strapi, ctx, LINKING_LOGIN_MINUTES);
      const account = await accountOfToken(strapi, token);
      const profile = await getService(strapi, 'accounts').findOrCreateProfile(account);
      const other = profile?.documentId ?? '';
      if (other === id) {
        throw validationError([
          problem(
            ['token'],
            'This account is already linked to your user; send the token of another one'
          ),
        ]);
      }
      await actingAs(actorOf(ctx), () =>
        getService(strapi, 'identity-linker').link(id, other, { mergeMetadata, bySelf: true })
      );
      ctx.status = 201;
      await respondOwn(strapi, ctx, id);
    },

    async unlink(ctx: KoaContext) {
      const id = await ownId(strapi, ctx);
      await actingAs(actorOf(ctx), () =>
        getService(strapi, 'identity-unlinker').unlink(id, ctx.params.identityId)
      );
      await respondOwn(strapi, ctx, id);
    },
  };
};
