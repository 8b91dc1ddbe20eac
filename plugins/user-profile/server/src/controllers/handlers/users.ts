import type { Context as KoaContext } from 'koa';

import type { AskedAccountFields } from '../../../../shared/contracts/account-fields';
import { blockUserBody } from '../../../../shared/contracts/blocks';
import { assignRoleBody } from '../../../../shared/contracts/roles';
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
import type { MayReadEntries } from '../../model/accounts/read-account-fields';
import { pickFields } from '../../model/users/fields';
import { actingAs, actorOf } from '../../request/actor';
import { setRevision, startingRevision } from '../../utils/if-match';
import { missingPermissions } from '../../utils/missing-permissions';
import { getService, type Context } from '../../utils/service';
import { validate } from '../../utils/validate';
import { shownTo, type Permission } from './shown';

/** Permission checks, which differ between the admin API and the content API. */
export interface UserPermissions {
  mayRead: Permission;
  /** Whether the caller may change the credentials of a user: password, email address, `email_verified`. */
  maySetCredentials: Permission;
  /** The name of that permission, for the error. */
  setCredentials: string;
  /** Whether the caller may see the names of the entries that account fields refer to. By default, no names. */
  mayReadEntries?: (ctx: KoaContext) => MayReadEntries;
}

/**
 * The handlers of users, created for each API separately. Strapi marks a handler function with the type of
 * the route that it serves, and derives the permissions from it (@strapi/core 5.54.0,
 * services/server/compose-endpoint.js, getAction). One function in both APIs would mix their permissions.
 */
export const createUserHandlers = (
  { strapi }: Context,
  { mayRead, maySetCredentials, setCredentials, mayReadEntries }: UserPermissions
) => {
  const requireCredentialsPermission = async (ctx: KoaContext, what: string): Promise<void> => {
    if (!(await maySetCredentials(ctx))) {
      throw missingPermissions(`You are not allowed to ${what}.`, [setCredentials]);
    }
  };

  const describe = async (
    ctx: KoaContext,
    id: string,
    asked?: AskedAccountFields
  ): Promise<FindUser.Response> => {
    const accountFields = { asked, mayRead: mayReadEntries?.(ctx) };
    const found = await getService(strapi, 'user-details').describe(id, accountFields);
    setRevision(ctx, found.meta.revision);
    return found;
  };

  /** @param changed account fields that the request changed; the response then has all of them */
  const respond = async (ctx: KoaContext, id: string, changed?: object): Promise<void> => {
    const isReader = await mayRead(ctx);
    const asked = isReader && changed !== undefined ? true : undefined;
    ctx.body = shownTo(isReader, await describe(ctx, id, asked));
  };
  const actions = () => getService(strapi, 'user-actions');

  return {
    async find(ctx: KoaContext) {
      const query = validate(findUsersQuery, ctx.query);
      ctx.body = (await getService(strapi, 'user-reader').find(
        query,
        mayReadEntries?.(ctx)
      )) satisfies FindUsers.AnyResponse;
    },

    async findOne(ctx: KoaContext) {
      const { fields, account_fields: asked } = validate(findUserQuery, ctx.query);
      const found = await describe(ctx, ctx.params.id, asked);
      ctx.body = { ...found, data: pickFields(found.data, fields) };
    },

    async create(ctx: KoaContext) {
      const { data } = validate(createUserBody, ctx.request.body);
      // Users with the same verified email address may be linked, so a false statement opens another user.
      if (data.email_verified) {
        await requireCredentialsPermission(ctx, 'mark the email address of a new user as verified');
      }
      const id = await actingAs(actorOf(ctx), () =>
        getService(strapi, 'user-creator').create(data)
      );
      ctx.status = 201;
      await respond(ctx, id, data.account_fields);
    },

    async update(ctx: KoaContext) {
      const update = validate(updateUserBody, ctx.request.body);
      const { revision: sent, ...data } = update.data;
      // The route only requires the permission to edit users, but the email address is used to log in.
      if (data.email !== undefined || data.email_verified !== undefined) {
        await requireCredentialsPermission(ctx, 'change the email address of a user');
      }
      const revision = startingRevision(ctx, update.revision, sent);
      await actingAs(actorOf(ctx), () =>
        getService(strapi, 'user-editor').update(ctx.params.id, { ...update, data, revision })
      );
      await respond(ctx, ctx.params.id, data.account_fields);
    },

    async block(ctx: KoaContext) {
      const sent = validate(blockUserBody, ctx.request.body ?? {});
      await actingAs(actorOf(ctx), () => actions().block(ctx.params.id, sent?.data ?? {}));
      await respond(ctx, ctx.params.id);
    },

    async unblock(ctx: KoaContext) {
      await actingAs(actorOf(ctx), () => actions().unblock(ctx.params.id));
      await respond(ctx, ctx.params.id);
    },

    async liftLoginBlocks(ctx: KoaContext) {
      const lifted = await actingAs(actorOf(ctx), () =>
        getService(strapi, 'login-blocks').lift(ctx.params.id)
      );
      ctx.body = { data: { lifted } } satisfies LiftLoginBlocks.Response;
    },

    async setPassword(ctx: KoaContext) {
      const { password, end_sessions: end } = validate(setPasswordBody, ctx.request.body).data;
      await actingAs(actorOf(ctx), () => actions().setPassword(ctx.params.id, password, end));
      await respond(ctx, ctx.params.id);
    },

    async assignRole(ctx: KoaContext) {
      const { role } = validate(assignRoleBody, ctx.request.body).data;
      await actingAs(actorOf(ctx), () =>
        getService(strapi, 'user-roles').assign(ctx.params.id, role)
      );
      await respond(ctx, ctx.params.id);
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

    async sendInvitation(ctx: KoaContext) {
      await actingAs(actorOf(ctx), () => getService(strapi, 'invitations').send(ctx.params.id));
      await respond(ctx, ctx.params.id);
    },

    async revokeInvitation(ctx: KoaContext) {
      await actingAs(actorOf(ctx), () => getService(strapi, 'invitations').revoke(ctx.params.id));
      await respond(ctx, ctx.params.id);
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
