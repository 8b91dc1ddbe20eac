import { PLUGIN_ID } from '../../../../shared/constants';
import { withoutBlockReason } from '../../events/serializer';
import type { Context } from '../../utils/service';
import { createConnectionHandlers } from '../handlers/connections';
import { createDeviceHandlers, createDeviceSessionHandlers } from '../handlers/devices';
import { createEventHandlers } from '../handlers/events';
import { createExportHandlers } from '../handlers/exports';
import { createIdentityHandlers } from '../handlers/identities';
import { createImportErrorHandlers, createImportHandlers } from '../handlers/imports';
import eventLog from './event-log';
import health from './health';
import invitations from './invitations';
import login from './login';
import { may, mayReadUsers, maySetCredentials } from './may';
import me from './me';
import meErasure from './me-erasure';
import meExport from './me-export';
import meIdentities from './me-identities';
import metrics from './metrics';
import passwordReset from './password-reset';
import signUp from './sign-up';
import users from './users';

const connections = (context: Context) => {
  const { findStrategies: _apart, ...handlers } = createConnectionHandlers(context);
  return handlers;
};

const identityHandlers = (context: Context) =>
  createIdentityHandlers(context, mayReadUsers(context.strapi));

const identities = (context: Context) => {
  const { preview: _apart, ...handlers } = identityHandlers(context);
  return handlers;
};

const exportsOf = (context: Context) =>
  createExportHandlers(context, { mayRead: mayReadUsers(context.strapi), read: 'users.find' });

const UPDATE = 'users.update';
const RUN = 'imports.run';

/**
 * Strapi's read-only API tokens may only call actions whose name ends with `find` or `findOne`
 * (@strapi/admin 5.54.0, strategies/content-api-token.js), so each readable resource has its own controller.
 */
export default {
  users: (context: Context) => ({ ...users(context), export: exportsOf(context).users }),
  me: me.profile,
  'me-devices': me.devices,
  'me-device-sessions': me.deviceSessions,
  'me-events': me.events,
  'me-export': meExport,
  'me-erasure': meErasure,
  'me-identities': meIdentities,
  imports: (context: Context) =>
    createImportHandlers(context, {
      mayRead: mayReadUsers(context.strapi),
      mayRun: (ctx) => may(context.strapi, ctx, RUN),
      run: `plugin::${PLUGIN_ID}.${RUN}`,
      mayUpdate: (ctx) => may(context.strapi, ctx, UPDATE),
      update: `plugin::${PLUGIN_ID}.${UPDATE}`,
      maySetCredentials: maySetCredentials(context.strapi),
    }),
  'import-errors': (context: Context) => createImportErrorHandlers(context),
  identities,
  'link-preview': (context: Context) => ({ find: identityHandlers(context).preview }),
  devices: (context: Context) => ({
    ...createDeviceHandlers(context),
    export: exportsOf(context).devices,
  }),
  'device-sessions': (context: Context) => createDeviceSessionHandlers(context),
  login,
  'password-reset': passwordReset,
  'sign-up': signUp,
  invitations,
  connections,
  strategies: (context: Context) => ({ find: createConnectionHandlers(context).findStrategies }),
  events: (context: Context) => ({
    find: createEventHandlers(context, () => withoutBlockReason).find,
  }),
  locations: (context: Context) => ({ find: createEventHandlers(context).findLocations }),
  metrics,
  health,
  'event-log': (context: Context) => ({ ...eventLog(context), export: exportsOf(context).log }),
};
