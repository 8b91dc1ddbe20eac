import type { Context as KoaContext } from 'koa';

import { ADMIN_ACTIONS, READ_ENTRIES } from '../../../../shared/constants';
import type { FindUserOverview } from '../../../../shared/contracts/user-overview';
import { getService, type Context } from '../../utils/service';
import { createConnectionHandlers } from '../handlers/connections';
import { createDeviceHandlers, createDeviceSessionHandlers } from '../handlers/devices';
import { createEventHandlers } from '../handlers/events';
import { createExportHandlers } from '../handlers/exports';
import { createIdentityHandlers } from '../handlers/identities';
import { createImportErrorHandlers, createImportHandlers } from '../handlers/imports';
import { createUserHandlers } from '../handlers/users';
import bulk from './bulk';
import { createHistoryController, createLogController } from './event-log';
import overview from './overview';
import roles from './roles';
import settings from './settings';
import status from './status';
import views from './views';

const hasPermission =
  (action: string) =>
  (ctx: KoaContext): boolean =>
    ctx.state.userAbility?.can(action) === true;

const mayReadEvents = hasPermission(ADMIN_ACTIONS.readEvents);

const createUserController = (context: Context) => ({
  ...createUserHandlers(context, {
    mayRead: hasPermission(ADMIN_ACTIONS.readUsers),
    maySetCredentials: hasPermission(ADMIN_ACTIONS.setCredentials),
    setCredentials: ADMIN_ACTIONS.setCredentials,
    // A permission with conditions allows some entries only; CASL ignores conditions if asked for a type.
    mayReadEntries: (ctx) => (uid, attribute) =>
      ctx.state.userAbility?.can(READ_ENTRIES, uid, attribute) === true &&
      ctx.state.userAbility
        .rulesFor(READ_ENTRIES, uid)
        .every(
          ({ conditions = {} }: { conditions?: object }) => Object.keys(conditions).length === 0
        ),
  }),

  async findOverview(ctx: KoaContext) {
    const { strapi } = context;
    const row = await getService(strapi, 'user-reader').getRow(ctx.params.id);
    const data = await getService(strapi, 'user-overview').findForUser(row, mayReadEvents(ctx));
    ctx.body = { data } satisfies FindUserOverview.Response;
  },
});

/** The controllers of the admin routes. The routes themselves check the permissions. */
export default {
  'admin-bulk': bulk,
  'admin-connections': createConnectionHandlers,
  'admin-devices': createDeviceHandlers,
  'admin-device-sessions': createDeviceSessionHandlers,
  'admin-event-log': createLogController,
  'admin-exports': (context: Context) => {
    const { users, devices } = createExportHandlers(context, {
      mayRead: hasPermission(ADMIN_ACTIONS.readUsers),
      read: ADMIN_ACTIONS.readUsers,
    });
    return { users, devices };
  },
  'admin-history': createHistoryController,
  'admin-identities': (context: Context) =>
    createIdentityHandlers(context, hasPermission(ADMIN_ACTIONS.readUsers)),
  'admin-imports': (context: Context) =>
    createImportHandlers(context, {
      mayRead: hasPermission(ADMIN_ACTIONS.readUsers),
      mayRun: hasPermission(ADMIN_ACTIONS.importUsers),
      run: ADMIN_ACTIONS.importUsers,
      mayUpdate: hasPermission(ADMIN_ACTIONS.updateUsers),
      update: ADMIN_ACTIONS.updateUsers,
      maySetCredentials: hasPermission(ADMIN_ACTIONS.setCredentials),
    }),
  'admin-import-errors': createImportErrorHandlers,
  'admin-locations': (context: Context) => ({
    find: createEventHandlers(context).findLocations,
  }),
  'admin-overview': overview,
  'admin-roles': roles,
  'admin-settings': settings,
  'admin-status': status,
  'admin-users': createUserController,
  'admin-views': views,
};
