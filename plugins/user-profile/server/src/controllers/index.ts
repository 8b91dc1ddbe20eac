import adminBulk from './admin/bulk';
import adminConnections from './admin/connections';
import adminDevices from './admin/devices';
import adminEvents from './admin/events';
import adminIdentities from './admin/identities';
import adminSettings from './admin/settings';
import adminUsers from './admin/users';
import contentApi from './content-api';

/** Admin and content API have separate controllers. A shared handler would mix their permissions; see `createUserHandlers`. */
export default {
  ...contentApi,
  'admin-bulk': adminBulk,
  'admin-connections': adminConnections,
  'admin-devices': adminDevices,
  'admin-events': adminEvents,
  'admin-identities': adminIdentities,
  'admin-settings': adminSettings,
  'admin-users': adminUsers,
};
