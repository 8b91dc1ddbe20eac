import type { z } from '@strapi/utils';
import type { Context as KoaContext } from 'koa';

import {
  exportDevicesBody,
  exportLogBody,
  exportUsersBody,
} from '../../../../shared/contracts/exports';
import { getConfig } from '../../config/get';
import { actingAs, actorOf } from '../../request/actor';
import { missingPermissions } from '../../utils/missing-permissions';
import { getService, type Context } from '../../utils/service';
import { validate } from '../../utils/validate';
import { sendFile } from './send-file';
import type { Permission } from './shown';

interface Permissions {
  /** Without it, exports contain neither `app_metadata` nor account fields. */
  mayRead: Permission;
  /** The name of the permission to read users. */
  read: string;
}

type Chosen = Pick<z.output<typeof exportUsersBody>['data'], 'filters' | '_q'>;

/** Created for each API separately; see `createUserHandlers`. */
export const createExportHandlers = ({ strapi }: Context, { mayRead, read }: Permissions) => {
  /**
   * Which users match tells their account fields too.
   * @throws ForbiddenError
   */
  const requireNoAccountFields = ({ filters, _q: search }: Chosen): void => {
    const isSearched = Boolean(search) && getConfig(strapi).accountFields.search.length > 0;
    if (isSearched || filters.account_fields !== undefined) {
      throw missingPermissions('You are not allowed to search or filter by account fields.', [
        read,
      ]);
    }
  };

  return {
    async users(ctx: KoaContext) {
      const { data } = validate(exportUsersBody, ctx.request.body);
      const isReader = await mayRead(ctx);
      if (!isReader) {
        requireNoAccountFields(data);
      }
      const shown = isReader ? data : { ...data, account_fields: [] };
      const file = await actingAs(actorOf(ctx), () =>
        getService(strapi, 'user-export').users(shown, { withAppMetadata: isReader })
      );
      sendFile(ctx, file);
    },

    async devices(ctx: KoaContext) {
      const { data } = validate(exportDevicesBody, ctx.request.body);
      if (!(await mayRead(ctx))) {
        requireNoAccountFields(data);
      }
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
  };
};
