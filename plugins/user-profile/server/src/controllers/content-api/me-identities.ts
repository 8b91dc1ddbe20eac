import type { Context as KoaContext } from 'koa';

import { LINKING_LOGIN_MINUTES } from '../../../../shared/constants';
import { linkOwnIdentityBody } from '../../../../shared/contracts/identities';
import type { FindMe } from '../../../../shared/contracts/me';
import { actingAs, actorOf } from '../../request/actor';
import { inTransaction } from '../../runtime/database/rows';
import { requireRecentLogin } from '../../sessions/last-login';
import { accountOfToken } from '../../users/linking/account-token';
import { problem, validationError } from '../../utils/errors';
import { getService, type Context } from '../../utils/service';
import { validate } from '../../utils/validate';
import { describeOwn, ownId } from './own';

export default ({ strapi }: Context) => {
  const respond = async (ctx: KoaContext, id: string): Promise<void> => {
    const found = await describeOwn(strapi, id);
    ctx.set('ETag', `"${found.meta.revision}"`);
    ctx.body = found satisfies FindMe.Response;
  };

  const userOf = async (accountId: number): Promise<string> => {
    const profile = await inTransaction(strapi, (trx) =>
      getService(strapi, 'accounts').ensureProfile(trx, accountId)
    );
    return profile?.documentId ?? '';
  };

  return {
    async link(ctx: KoaContext) {
      const id = await ownId(strapi, ctx);
      const { token, merge_user_metadata: mergeMetadata } = validate(
        linkOwnIdentityBody,
        ctx.request.body
      ).data;
      await requireRecentLogin(strapi, ctx, LINKING_LOGIN_MINUTES);
      const other = await userOf(await accountOfToken(strapi, token));
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
      await respond(ctx, id);
    },

    async unlink(ctx: KoaContext) {
      const id = await ownId(strapi, ctx);
      await actingAs(actorOf(ctx), () =>
        getService(strapi, 'identity-unlinker').unlink(id, ctx.params.identityId)
      );
      await respond(ctx, id);
    },
  };
};
