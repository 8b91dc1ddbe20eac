import { errors } from '@strapi/utils';
import type { Context as KoaContext } from 'koa';
import { ADMIN_ACTIONS } from '../../../../shared/constants';
import {
  findUsersQuery,
  type FindUser,
  type FindUserOverview,
  type FindUsers,
} from '../../../../shared/contracts/users';
import {
  createUserBody,
  deleteUserQuery,
  setPasswordBody,
  updateUserBody,
  type DeleteUser,
  type LiftLoginBlocks,
  type SendEmail,
} from '../../../../shared/contracts/user-writes';
import { actingAs, actorOf } from '../../capture/actor';
import { getService, type Context } from '../../utils/service';
import { validate } from '../../utils/validate';

/** The route is for all who may edit; the email is what a user signs in with. */
const requireCredentialsPermission = (
  ctx: KoaContext,
  data: { email?: string; email_verified?: boolean }
): void => {
  if (data.email === undefined && data.email_verified === undefined) return;
  if (ctx.state.userAbility?.can(ADMIN_ACTIONS.setCredentials)) return;
  throw new errors.ForbiddenError('Your role does not allow to change the email of a user');
};

export default ({ strapi }: Context) => {
  const describe = (id: string): Promise<FindUser.Response> =>
    getService(strapi, 'user-details').describe(id);
  const actions = () => getService(strapi, 'user-actions');

  return {
    async find(ctx: KoaContext) {
      const query = validate(findUsersQuery, ctx.query);
      ctx.body = (await getService(strapi, 'profiles').find(query)) satisfies FindUsers.Response;
    },

    async findOne(ctx: KoaContext) {
      ctx.body = await describe(ctx.params.id);
    },

    async findOverview(ctx: KoaContext) {
      const row = await getService(strapi, 'profiles').getRow(ctx.params.id);
      const data = await getService(strapi, 'overview').findForUser(row);
      ctx.body = { data } satisfies FindUserOverview.Response;
    },

    async create(ctx: KoaContext) {
      const { data } = validate(createUserBody, ctx.request.body);
      const id = await actingAs(actorOf(ctx), () =>
        getService(strapi, 'user-creator').create(data)
      );
      ctx.status = 201;
      ctx.body = await describe(id);
    },

    async update(ctx: KoaContext) {
      const update = validate(updateUserBody, ctx.request.body);
      requireCredentialsPermission(ctx, update.data);
      await actingAs(actorOf(ctx), () =>
        getService(strapi, 'user-editor').update(ctx.params.id, update)
      );
      ctx.body = await describe(ctx.params.id);
    },

    async block(ctx: KoaContext) {
      await actingAs(actorOf(ctx), () => actions().block(ctx.params.id));
      ctx.body = await describe(ctx.params.id);
    },

    async unblock(ctx: KoaContext) {
      await actingAs(actorOf(ctx), () => actions().unblock(ctx.params.id));
      ctx.body = await describe(ctx.params.id);
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
      ctx.body = await describe(ctx.params.id);
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
