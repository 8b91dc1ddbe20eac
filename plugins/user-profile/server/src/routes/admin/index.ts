import { ADMIN_ACTIONS } from '../../../../shared/constants';
import { writeErrorResponses } from '../middlewares/error-responses';
import { rejectAppMetadata } from '../middlewares/reject-app-metadata';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** A route for logged-in admins whose role allows all of the actions. */
const route = (method: Method, path: string, handler: string, ...actions: string[]) => ({
  method,
  path,
  handler,
  config: {
    policies: [
      'admin::isAuthenticatedAdmin',
      { name: 'admin::hasPermissions', config: { actions } },
    ],
    middlewares: [writeErrorResponses, rejectAppMetadata],
  },
});

const A = ADMIN_ACTIONS;

/** Fixed paths come before paths with an id, which would match them too. */
export default () => ({
  type: 'admin' as const,
  routes: [
    route('GET', '/settings', 'admin-settings.find', A.readUsers),
    route('POST', '/reconcile', 'admin-settings.reconcile', A.manageConnections),

    route('POST', '/users/bulk', 'admin-bulk.run', A.readUsers),
    route('GET', '/users/bulk/:operationId', 'admin-bulk.findProgress', A.readUsers),
    route('POST', '/users/export', 'admin-bulk.export', A.readUsers, A.exportUsers),

    route('GET', '/users', 'admin-users.find', A.readUsers),
    route('POST', '/users', 'admin-users.create', A.createUsers),
    route('GET', '/users/:id', 'admin-users.findOne', A.readUsers),
    route('PUT', '/users/:id', 'admin-users.update', A.updateUsers),
    route('DELETE', '/users/:id', 'admin-users.delete', A.deleteUsers),
    route('GET', '/users/:id/overview', 'admin-users.findOverview', A.readUsers),
    route('POST', '/users/:id/block', 'admin-users.block', A.blockUsers),
    route('POST', '/users/:id/unblock', 'admin-users.unblock', A.blockUsers),
    route('DELETE', '/users/:id/login-blocks', 'admin-users.liftLoginBlocks', A.blockUsers),
    route('PUT', '/users/:id/password', 'admin-users.setPassword', A.setCredentials),
    route(
      'POST',
      '/users/:id/verification-email',
      'admin-users.sendVerificationEmail',
      A.updateUsers
    ),
    route('POST', '/users/:id/password-reset', 'admin-users.sendPasswordReset', A.setCredentials),

    route('GET', '/users/:id/identities/preview', 'admin-identities.preview', A.readUsers),
    // Linking deletes the secondary user and lets its identities log in as the primary user.
    route(
      'POST',
      '/users/:id/identities',
      'admin-identities.link',
      A.updateUsers,
      A.setCredentials,
      A.deleteUsers
    ),
    route(
      'DELETE',
      '/users/:id/identities/:identityId',
      'admin-identities.unlink',
      A.updateUsers,
      A.setCredentials
    ),

    route('GET', '/users/:id/devices', 'admin-devices.find', A.readDevices),
    route('DELETE', '/users/:id/devices', 'admin-devices.unlinkAll', A.unlinkDevices),
    route('DELETE', '/users/:id/devices/:deviceId', 'admin-devices.unlink', A.unlinkDevices),
    route('GET', '/users/:id/events', 'admin-events.find', A.readEvents),
    route('GET', '/users/:id/locations', 'admin-events.findLocations', A.readEvents),

    route('GET', '/connections', 'admin-connections.find', A.readConnections),
    route('GET', '/connections/:name', 'admin-connections.findOne', A.readConnections),
    route('POST', '/connections', 'admin-connections.create', A.manageConnections),
    route('PUT', '/connections/:name', 'admin-connections.update', A.manageConnections),
    route('DELETE', '/connections/:name', 'admin-connections.delete', A.manageConnections),
    route('POST', '/connections/:name/test', 'admin-connections.test', A.manageConnections),
    route('GET', '/connection-strategies', 'admin-connections.findStrategies', A.readConnections),
  ],
});
