import { errors } from '@strapi/utils';
import type { Context as KoaContext } from 'koa';

import {
  createUserBody,
  deleteUserQuery,
  setPasswordBody,
  updateUserBody,
  type DeleteUser,
  type LiftLoginBlocks,
  type SendEmail,
} from '../../../../shared/contracts/user-writes';
import {
  findUserQuery,
  findUsersQuery,
  type FindUser,
  type FindUsers,
} from '../../../../shared/contracts/users';
import { pickFields } from '../../model/users/fields';
import { actingAs, actorOf } from '../../request/actor';
import { startingRevision } from '../../utils/if-match';
import { getService, type Context } from '../../utils/service';
import { validate } from '../../utils/validate';
import { shownTo, type Permission } from './shown';

/** What the two sides tell in ways of their own. */
export interface UserPermissions {
  mayRead: Permission;
  /** Whether the caller may change what a user signs in with. */
  maySetCredentials: Permission;
}

/**
 * The handlers of users, made anew for each side: Strapi tags a handler with the API that it is bound
 * to, so that one function on both would mix their permissions.
 */
export const createUserHandlers = (
  { strapi }: Context,
  { mayRead, maySetCredentials }: UserPermissions
) => {
  /** The route is for all who may edit; the email is what a user signs in with. */
  const requireCredentialsPermission = async (
    ctx: KoaContext,
    data: { email?: string; email_verified?: boolean }
  ): Promise<void> => {
    if (data.email === undefined && data.email_verified === undefined) {
      return;
    }
    if (await maySetCredentials(ctx)) {
      return;
    }
    throw new errors.ForbiddenError('You are not allowed to change the email of a user');
  };

  const describe = async (ctx: KoaContext, id: string): Promise<FindUser.Response> => {
    const found = await getService(strapi, 'user-details').describe(id);
    ctx.set('ETag', `"${found.meta.revision}"`);
    return found;
  };

  const answer = async (ctx: KoaContext, id: string): Promise<void> => {
    ctx.body = await shownTo(ctx, mayRead, await describe(ctx, id));
  };
  const actions = () => getService(strapi, 'user-actions');

  return {
    async find(ctx: KoaContext) {
      const query = validate(findUsersQuery, ctx.query);
      ctx.body = (await getService(strapi, 'user-reader').find(
        query
      )) satisfies FindUsers.AnyResponse;
    },

    async findOne(ctx: KoaContext) {
      const { fields } = validate(findUserQuery, ctx.query);
      const found = await describe(ctx, ctx.params.id);
      ctx.body = { ...found, data: pickFields(found.data, fields) };
    },

    async create(ctx: KoaContext) {
      const { data } = validate(createUserBody, ctx.request.body);
      const id = await actingAs(actorOf(ctx), () =>
        getService(strapi, 'user-creator').create(data)
      );
      ctx.status = 201;
      await answer(ctx, id);
    },

    async update(ctx: KoaContext) {
      const update = validate(updateUserBody, ctx.request.body);
      await requireCredentialsPermission(ctx, update.data);
      const revision = startingRevision(ctx, update.revision);
      await actingAs(actorOf(ctx), () =>
        getService(strapi, 'user-editor').update(ctx.params.id, { ...update, revision })
      );
      await answer(ctx, ctx.params.id);
    },

    async block(ctx: KoaContext) {
      await actingAs(actorOf(ctx), () => actions().block(ctx.params.id));
      await answer(ctx, ctx.params.id);
    },

    async unblock(ctx: KoaContext) {
      await actingAs(actorOf(ctx), () => actions().unblock(ctx.params.id));
      await answer(ctx, ctx.params.id);
    },

    async liftLoginBlocks(ctx: KoaContext) {
      const lifted = await actingAs(actorOf(ctx), () =>
        getService(strapi, 'brute-force').lift(ctx.params.id)
      );
      ctx.body = { data: { lifted } } satisfies LiftLoginBlocks.Response;
    },

    async setPassword(ctx: KoaContext) {
      const { password, end_sessions: end } = validate(setPasswordBody, ctx.request.body).data;
      await actingAs(actorOf(ctx), () => actions().setPassword(ctx.params.id, password, end));
      await answer(ctx, ctx.params.id);
    },

    async sendVerificationEmail(ctx: KoaContext) {
      const email = await actingAs(actorOf(ctx), () =>
        actions().sendVerificationEmail(ctx.params.id)
      );
      ctx.body = { data: { email } } satisfies SendEmail.Response;
    },

    async sendPasswordReset(ctx: KoaContext) {
      const email = await actingAs(actorOf(ctx), () => actions().sendPasswordReset(ctx.params.id));
      ctx.body = { data: { email } } satisfies SendEmail.Response;
    },

    async delete(ctx: KoaContext) {
      const { history } = validate(deleteUserQuery, ctx.query);
      const data = await actingAs(actorOf(ctx), () =>
        getService(strapi, 'user-remover').remove(ctx.params.id, history)
      );
      ctx.body = { data } satisfies DeleteUser.Response;
    },
  };
};
