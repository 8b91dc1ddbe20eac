import type { Context as KoaContext } from 'koa';

import { ADMIN_ACTIONS } from '../../../../shared/constants';
import {
  bulkUsersBody,
  type BulkUsers,
  type FindBulkProgress,
} from '../../../../shared/contracts/bulk';
import { exportUsersBody } from '../../../../shared/contracts/exports';
import { actingAs, actorOf } from '../../request/actor';
import { missingPermissions } from '../../utils/missing-permissions';
import { getService, type Context } from '../../utils/service';
import { validate } from '../../utils/validate';

type BulkAction = BulkUsers.Request['body']['data']['action'];

/** All permissions that each action requires. The route itself only requires the permission to read users. */
const PERMISSIONS = {
  block: [ADMIN_ACTIONS.blockUsers],
  unblock: [ADMIN_ACTIONS.blockUsers],
  'verify-email': [ADMIN_ACTIONS.updateUsers, ADMIN_ACTIONS.setCredentials],
  'assign-role': [ADMIN_ACTIONS.assignRoles],
  delete: [ADMIN_ACTIONS.deleteUsers],
} satisfies Record<BulkAction, string[]>;

const requirePermissions = (ctx: KoaContext, action: BulkAction): void => {
  const missing = PERMISSIONS[action].filter((each) => !ctx.state.userAbility?.can(each));
  if (missing.length > 0) {
    throw missingPermissions(`Your role or token does not allow the action "${action}".`, missing);
  }
};

export default ({ strapi }: Context) => ({
  async run(ctx: KoaContext) {
    const { data: request } = validate(bulkUsersBody, ctx.request.body);
    requirePermissions(ctx, request.action);
    const data = await actingAs(actorOf(ctx), () => getService(strapi, 'user-bulk').run(request));
    ctx.body = { data } satisfies BulkUsers.Response;
  },

  async findProgress(ctx: KoaContext) {
    const data = await getService(strapi, 'job-progress').get(ctx.params.operationId);
    ctx.body = { data } satisfies FindBulkProgress.Response;
  },

  async export(ctx: KoaContext) {
    const { data } = validate(exportUsersBody, ctx.request.body);
    const { stream, contentType, fileName } = getService(strapi, 'user-export').start(data);
    ctx.attachment(fileName);
    ctx.type = contentType;
    ctx.body = stream;
  },
});
