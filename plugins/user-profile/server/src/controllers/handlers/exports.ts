import type { Context as KoaContext } from 'koa';

import {
  exportDevicesBody,
  exportLogBody,
  exportUsersBody,
} from '../../../../shared/contracts/exports';
import { actingAs, actorOf } from '../../request/actor';
import { getService, type Context } from '../../utils/service';
import { validate } from '../../utils/validate';
import { sendFile } from './send-file';

/**
 * Created for each API separately; see `createUserHandlers`.
 *
 * @param mayRead whether the caller may read users: without it, `app_metadata` and account fields are left out
 */
export const createExportHandlers = (
  { strapi }: Context,
  mayRead: (ctx: KoaContext) => boolean | Promise<boolean>
) => ({
  async users(ctx: KoaContext) {
    const { data } = validate(exportUsersBody, ctx.request.body);
    const mayReadUsers = await mayRead(ctx);
    const shown = mayReadUsers ? data : { ...data, account_fields: [] };
    const file = await actingAs(actorOf(ctx), () =>
      getService(strapi, 'user-export').users(shown, { withAppMetadata: mayReadUsers })
    );
    sendFile(ctx, file);
  },

  async devices(ctx: KoaContext) {
    const { data } = validate(exportDevicesBody, ctx.request.body);
    const file = await actingAs(actorOf(ctx), () =>
      getService(strapi, 'user-export').devices(data)
    );
    sendFile(ctx, file);
  },

  /** The events of all users. */
  async log(ctx: KoaContext) {
    const { data } = validate(exportLogBody, ctx.request.body);
    const file = await actingAs(actorOf(ctx), () => getService(strapi, 'user-export').log(data));
    sendFile(ctx, file);
  },
});
