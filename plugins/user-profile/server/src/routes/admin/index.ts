import { ADMIN_ACTIONS } from '../../../../shared/constants';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** A route for signed-in admins whose role allows every one of the actions. */
const route = (method: Method, path: string, handler: string, ...actions: string[]) => ({
  method,
  path,
  handler,
  config: {
    policies: [
      'admin::isAuthenticatedAdmin',
      { name: 'admin::hasPermissions', config: { actions } },
    ],
  },
});

const { readUsers, readDevices, readEvents, manageConnections } = ADMIN_ACTIONS;

export default () => ({
  type: 'admin' as const,
  routes: [
    route('GET', '/settings', 'admin-settings.find', readUsers),
    route('POST', '/reconcile', 'admin-settings.reconcile', manageConnections),
    route('GET', '/users', 'admin-users.find', readUsers),
    route('GET', '/users/:id', 'admin-users.findOne', readUsers),
    route('GET', '/users/:id/overview', 'admin-users.findOverview', readUsers),
    route('GET', '/users/:id/devices', 'admin-devices.find', readDevices),
    route('GET', '/users/:id/events', 'admin-events.find', readEvents),
    route('GET', '/users/:id/locations', 'admin-events.findLocations', readEvents),
  ],
});
