import type { Context as KoaContext } from 'koa';

import { ADMIN_ACTIONS } from '../../../../shared/constants';
import {
  bulkReportBody,
  bulkUsersBody,
  type BulkAction,
  type FindBulkOperation,
  type FindBulkOperations,
  type StartBulk,
} from '../../../../shared/contracts/bulk';
import { actorOf } from '../../request/actor';
import { missingPermissions } from '../../utils/missing-permissions';
import { getService, type Context } from '../../utils/service';
import { validate } from '../../utils/validate';
import { sendFile } from '../handlers/send-file';

/** All permissions that each action requires. The route itself only requires the permission to read users. */
const PERMISSIONS: Record<BulkAction, string[]> = {
  block: [ADMIN_ACTIONS.blockUsers],
  unblock: [ADMIN_ACTIONS.blockUsers],
  'verify-email': [ADMIN_ACTIONS.updateUsers, ADMIN_ACTIONS.setCredentials],
  'assign-role': [ADMIN_ACTIONS.assignRoles],
  delete: [ADMIN_ACTIONS.deleteUsers],
};

const requirePermissions = (ctx: KoaContext, action: BulkAction): void => {
  const missing = PERMISSIONS[action].filter((each) => !ctx.state.userAbility?.can(each));
  if (missing.length > 0) {
    throw missingPermissions(`Your role or token does not allow the action "${action}".`, missing);
  }
};

export default ({ strapi }: Context) => {
  const bulk = () => getService(strapi, 'user-bulk');

  /** @returns the key of the operation, once the caller is known to have the permission of its action */
  const permittedKey = async (ctx: KoaContext): Promise<string> => {
    const key: string = ctx.params.operationId;
    requirePermissions(ctx, await bulk().getAction(key));
    return key;
  };

  return {
    async start(ctx: KoaContext) {
      const { data: request } = validate(bulkUsersBody, ctx.request.body);
      requirePermissions(ctx, request.action);
      ctx.body = (await bulk().start(request, actorOf(ctx))) satisfies StartBulk.Response;
    },

    async find(ctx: KoaContext) {
      const data = await bulk().findAll(actorOf(ctx));
      ctx.body = { data } satisfies FindBulkOperations.Response;
    },

    async findOne(ctx: KoaContext) {
      const { operationId } = ctx.params;
      ctx.body = (await bulk().find(
        operationId,
        actorOf(ctx)
      )) satisfies FindBulkOperation.Response;
    },

    async cancel(ctx: KoaContext) {
      const key = await permittedKey(ctx);
      ctx.body = (await bulk().cancel(key, actorOf(ctx))) satisfies FindBulkOperation.Response;
    },

    async undo(ctx: KoaContext) {
      const key = await permittedKey(ctx);
      ctx.body = (await bulk().undo(key, actorOf(ctx))) satisfies FindBulkOperation.Response;
    },

    async report(ctx: KoaContext) {
      const { data } = validate(bulkReportBody, ctx.request.body);
      sendFile(ctx, await bulk().report(await permittedKey(ctx), data.format));
    },
  };
};
