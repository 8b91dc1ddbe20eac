/** Names that the server, the panel and the tests must spell alike. */

export const PLUGIN_ID = 'user-profile';

export const UIDS = {
  user: 'plugin::user-profile.user',
  identity: 'plugin::user-profile.identity',
  connection: 'plugin::user-profile.connection',
  device: 'plugin::user-profile.device',
  event: 'plugin::user-profile.event',
} as const;

/** Types of Strapi itself that the plugin watches. */
export const STRAPI_UIDS = {
  account: 'plugin::users-permissions.user',
  role: 'plugin::users-permissions.role',
  session: 'admin::session',
} as const;

/** The origin under which Users & Permissions keeps its sessions. */
export const SESSION_ORIGIN = 'users-permissions';

/**
 * Admin permissions. The panel's `useRBAC` keys by the last dot segment, so that every last segment differs.
 */
export const ADMIN_ACTIONS = {
  readUsers: `plugin::${PLUGIN_ID}.users.read-users`,
  createUsers: `plugin::${PLUGIN_ID}.users.create-users`,
  updateUsers: `plugin::${PLUGIN_ID}.users.update-users`,
  blockUsers: `plugin::${PLUGIN_ID}.users.block-users`,
  deleteUsers: `plugin::${PLUGIN_ID}.users.delete-users`,
  setCredentials: `plugin::${PLUGIN_ID}.users.set-credentials`,
  exportUsers: `plugin::${PLUGIN_ID}.users.export-users`,
  readDevices: `plugin::${PLUGIN_ID}.devices.read-devices`,
  unlinkDevices: `plugin::${PLUGIN_ID}.devices.unlink-devices`,
  readEvents: `plugin::${PLUGIN_ID}.events.read-events`,
  readConnections: `plugin::${PLUGIN_ID}.connections.read-connections`,
  manageConnections: `plugin::${PLUGIN_ID}.connections.manage-connections`,
} as const;

/** https://auth0.com/docs/api/management/v2/connections/post-connections: no double or outer hyphens. */
export const CONNECTION_NAME = /^[a-zA-Z0-9](-[a-zA-Z0-9]|[a-zA-Z0-9])*$/;

/** The name of a connection has at most this many characters, and the one to show too. */
export const MAX_CONNECTION_NAME = 128;

/** History shows this much when nothing else is asked for (hours). */
export const DEFAULT_HISTORY_HOURS = 48;

/** Locations covers at most this many of the newest logins of the range. */
export const MAX_LOCATION_LOGINS = 10_000;

/** A list's total is counted exactly up to here and then said to be an estimate. */
export const EXACT_COUNT_LIMIT = 10_000;

/** Bulk actions take at most this many users at once. */
export const MAX_BULK_USERS = 1000;

/** `user_metadata` may take at most this many bytes as JSON. */
export const MAX_METADATA_BYTES = 64 * 1024;

/** Whoever follows the log gets at most this many events at once. */
export const MAX_LOG_PAGE = 1000;

/** Events that are sent in: at most this many at once, and this many bytes of JSON in all. */
export const MAX_SENT_EVENTS = 500;
export const MAX_SENT_BYTES = 1024 * 1024;

/** The `details` of an event that is sent in may take at most this many bytes as JSON. */
export const MAX_DETAILS_BYTES = 16 * 1024;

/** How recent a login must be to link identities of one's own, in minutes. */
export const LINKING_LOGIN_MINUTES = 10;

/** How recent a login must be to request one's own erasure without a password, in minutes. */
export const ERASURE_LOGIN_MINUTES = 15;

/** The attribute that is read-only on every route and panel page. */
export const APP_METADATA = 'app_metadata';
