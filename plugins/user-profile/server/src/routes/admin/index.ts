import { ADMIN_ACTIONS } from '../../../../shared/constants';
import { blockUserBody } from '../../../../shared/contracts/blocks';
import { bulkReportBody, bulkUsersBody } from '../../../../shared/contracts/bulk';
import {
  createConnectionBody,
  deleteConnectionQuery,
  updateConnectionBody,
} from '../../../../shared/contracts/connections';
import { findDeviceSessionsQuery, findDevicesQuery } from '../../../../shared/contracts/devices';
import {
  countHistoryQuery,
  countLogQuery,
  searchHistoryQuery,
  searchLogQuery,
} from '../../../../shared/contracts/event-log';
import {
  exportDevicesBody,
  exportEventsBody,
  exportHistoryBody,
  exportUsersBody,
} from '../../../../shared/contracts/exports';
import { linkIdentityBody, linkPreviewQuery } from '../../../../shared/contracts/identities';
import {
  importErrorsQuery,
  runImportBody,
  uploadImportQuery,
} from '../../../../shared/contracts/imports';
import { findLocationsQuery } from '../../../../shared/contracts/locations';
import { findOverviewQuery } from '../../../../shared/contracts/overview';
import { assignRoleBody } from '../../../../shared/contracts/roles';
import {
  createUserBody,
  deleteUserQuery,
  setPasswordBody,
  updateUserBody,
} from '../../../../shared/contracts/user-writes';
import { findUserQuery, findUsersQuery } from '../../../../shared/contracts/users';
import { saveViewBody } from '../../../../shared/contracts/views';
import { middlewaresFor } from '../middlewares/for-route';
import type { Input } from '../middlewares/reject-undeclared-input';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/**
 * A route for logged-in admins whose role allows all of the actions.
 *
 * @param input a route without `query` or `body` rejects every query or body
 */
const route = (
  method: Method,
  path: string,
  handler: string,
  actions: string[],
  input: Input = {}
) => ({
  method,
  path,
  handler,
  /** Strapi ignores unknown keys of a route. */
  input,
  config: {
    policies: [
      'admin::isAuthenticatedAdmin',
      { name: 'admin::hasPermissions', config: { actions } },
    ],
    middlewares: middlewaresFor(input),
  },
});

const A = ADMIN_ACTIONS;

/** Fixed paths come before paths with an id, which would match them too. */
export default () => ({
  type: 'admin' as const,
  routes: [
    route('GET', '/settings', 'admin-settings.find', [A.readUsers]),
    route('GET', '/status', 'admin-status.find', [A.readStatus]),
    route('GET', '/reconcile', 'admin-settings.findSyncProgress', [A.readUsers]),
    route('POST', '/reconcile', 'admin-settings.reconcile', [A.manageConnections]),

    route('GET', '/overview', 'admin-overview.find', [A.readUsers, A.readLog], {
      query: findOverviewQuery,
    }),
    route('GET', '/overview/recent', 'admin-overview.findRecent', [A.readUsers]),

    route('GET', '/roles', 'admin-roles.find', [A.readUsers]),

    route('GET', '/views', 'admin-views.find', [A.readUsers]),
    route('POST', '/views', 'admin-views.save', [A.readUsers], { body: saveViewBody }),
    route('DELETE', '/views/:id', 'admin-views.delete', [A.readUsers]),

    route('GET', '/users/bulk', 'admin-bulk.find', [A.readUsers]),
    route('POST', '/users/bulk', 'admin-bulk.start', [A.readUsers], { body: bulkUsersBody }),
    route('GET', '/users/bulk/:operationId', 'admin-bulk.findOne', [A.readUsers]),
    route('POST', '/users/bulk/:operationId/cancel', 'admin-bulk.cancel', [A.readUsers]),
    route('POST', '/users/bulk/:operationId/undo', 'admin-bulk.undo', [A.readUsers]),
    route('POST', '/users/bulk/:operationId/report', 'admin-bulk.report', [A.readUsers], {
      body: bulkReportBody,
    }),
    route('POST', '/users/export', 'admin-exports.users', [A.readUsers, A.exportUsers], {
      body: exportUsersBody,
    }),

    route('GET', '/imports', 'admin-imports.find', [A.importUsers]),
    route('POST', '/imports', 'admin-imports.upload', [A.importUsers], {
      query: uploadImportQuery,
      upload: true,
    }),
    route('GET', '/imports/:importId', 'admin-imports.findOne', [A.importUsers]),
    route('POST', '/imports/:importId/run', 'admin-imports.run', [A.importUsers], {
      body: runImportBody,
    }),
    route('POST', '/imports/:importId/cancel', 'admin-imports.cancel', [A.importUsers]),
    route('GET', '/imports/:importId/errors', 'admin-import-errors.find', [A.importUsers], {
      query: importErrorsQuery,
    }),
    route('DELETE', '/imports/:importId', 'admin-imports.delete', [A.importUsers]),

    route('GET', '/users', 'admin-users.find', [A.readUsers], { query: findUsersQuery }),
    route('POST', '/users', 'admin-users.create', [A.createUsers], { body: createUserBody }),
    route('GET', '/users/:id', 'admin-users.findOne', [A.readUsers], { query: findUserQuery }),
    route('PUT', '/users/:id', 'admin-users.update', [A.updateUsers], {
      body: updateUserBody,
      ifMatch: true,
    }),
    route('DELETE', '/users/:id', 'admin-users.delete', [A.deleteUsers], {
      query: deleteUserQuery,
    }),
    route('GET', '/users/:id/overview', 'admin-users.findOverview', [A.readUsers]),
    route('POST', '/users/:id/block', 'admin-users.block', [A.blockUsers], { body: blockUserBody }),
    route('POST', '/users/:id/unblock', 'admin-users.unblock', [A.blockUsers]),
    route('DELETE', '/users/:id/login-blocks', 'admin-users.liftLoginBlocks', [A.blockUsers]),
    route('PUT', '/users/:id/password', 'admin-users.setPassword', [A.setCredentials], {
      body: setPasswordBody,
    }),
    route('PUT', '/users/:id/role', 'admin-users.assignRole', [A.assignRoles], {
      body: assignRoleBody,
    }),
    route('POST', '/users/:id/verification-email', 'admin-users.sendVerificationEmail', [
      A.updateUsers,
    ]),
    route('POST', '/users/:id/password-reset', 'admin-users.sendPasswordReset', [A.setCredentials]),

    route('POST', '/users/:id/invitation', 'admin-users.sendInvitation', [A.createUsers]),
    route('DELETE', '/users/:id/invitation', 'admin-users.revokeInvitation', [A.createUsers]),

    route('GET', '/users/:id/identities/preview', 'admin-identities.preview', [A.readUsers], {
      query: linkPreviewQuery,
    }),
    // Linking deletes the secondary user and lets its identities log in as the primary user.
    route(
      'POST',
      '/users/:id/identities',
      'admin-identities.link',
      [A.updateUsers, A.setCredentials, A.deleteUsers],
      { body: linkIdentityBody }
    ),
    route('DELETE', '/users/:id/identities/:identityId', 'admin-identities.unlink', [
      A.updateUsers,
      A.setCredentials,
    ]),

    route('GET', '/users/:id/devices', 'admin-devices.find', [A.readDevices], {
      query: findDevicesQuery,
    }),
    route('DELETE', '/users/:id/devices', 'admin-devices.unlinkAll', [A.unlinkDevices]),
    route('DELETE', '/users/:id/devices/:deviceId', 'admin-devices.unlink', [A.unlinkDevices]),
    route(
      'GET',
      '/users/:id/devices/:deviceId/sessions',
      'admin-device-sessions.find',
      [A.readDevices],
      {
        query: findDeviceSessionsQuery,
      }
    ),
    route('DELETE', '/users/:id/devices/:deviceId/sessions', 'admin-device-sessions.endAll', [
      A.unlinkDevices,
    ]),
    route(
      'DELETE',
      '/users/:id/devices/:deviceId/sessions/:sessionId',
      'admin-device-sessions.end',
      [A.unlinkDevices]
    ),
    route(
      'POST',
      '/devices/export',
      'admin-exports.devices',
      [A.readUsers, A.readDevices, A.exportUsers],
      { body: exportDevicesBody }
    ),
    route('GET', '/users/:id/events', 'admin-history.find', [A.readEvents], {
      query: searchHistoryQuery,
    }),
    route('GET', '/users/:id/events/count', 'admin-history.count', [A.readEvents], {
      query: countHistoryQuery,
    }),
    route(
      'POST',
      '/users/:id/events/export',
      'admin-history.export',
      [A.readEvents, A.exportUsers],
      { body: exportHistoryBody }
    ),
    route('GET', '/users/:id/locations', 'admin-locations.find', [A.readEvents], {
      query: findLocationsQuery,
    }),

    route('GET', '/events', 'admin-event-log.find', [A.readUsers, A.readLog], {
      query: searchLogQuery,
    }),
    route('GET', '/events/count', 'admin-event-log.count', [A.readUsers, A.readLog], {
      query: countLogQuery,
    }),
    route(
      'POST',
      '/events/export',
      'admin-event-log.export',
      [A.readUsers, A.readLog, A.exportUsers],
      { body: exportEventsBody }
    ),

    route('GET', '/connections', 'admin-connections.find', [A.readConnections]),
    route('GET', '/connections/:name', 'admin-connections.findOne', [A.readConnections]),
    route('POST', '/connections', 'admin-connections.create', [A.manageConnections], {
      body: createConnectionBody,
    }),
    route('PUT', '/connections/:name', 'admin-connections.update', [A.manageConnections], {
      body: updateConnectionBody,
    }),
    route('DELETE', '/connections/:name', 'admin-connections.delete', [A.manageConnections], {
      query: deleteConnectionQuery,
    }),
    route('POST', '/connections/:name/test', 'admin-connections.test', [A.manageConnections]),
    route('GET', '/connection-strategies', 'admin-connections.findStrategies', [A.readConnections]),
  ],
});
