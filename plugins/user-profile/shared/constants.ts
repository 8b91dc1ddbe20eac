/** Names and limits that server, panel and tests share. */

export const PLUGIN_ID = 'user-profile';

export const UIDS = {
  user: 'plugin::user-profile.user',
  identity: 'plugin::user-profile.identity',
  connection: 'plugin::user-profile.connection',
  device: 'plugin::user-profile.device',
  event: 'plugin::user-profile.event',
  importedPassword: 'plugin::user-profile.imported-password',
} as const;

/** Types of Strapi that the plugin reads or observes. */
export const STRAPI_UIDS = {
  account: 'plugin::users-permissions.user',
  role: 'plugin::users-permissions.role',
  session: 'admin::session',
} as const;

/** The `origin` of Users & Permissions' sessions in Strapi's session manager. */
export const SESSION_ORIGIN = 'users-permissions';

/**
 * Admin permissions. Every last dot segment is unique: the panel's `useRBAC` uses it as the key
 * (@strapi/admin 5.54.0, hooks/useRBAC).
 */
export const ADMIN_ACTIONS = {
  readUsers: `plugin::${PLUGIN_ID}.users.read-users`,
  createUsers: `plugin::${PLUGIN_ID}.users.create-users`,
  updateUsers: `plugin::${PLUGIN_ID}.users.update-users`,
  blockUsers: `plugin::${PLUGIN_ID}.users.block-users`,
  deleteUsers: `plugin::${PLUGIN_ID}.users.delete-users`,
  assignRoles: `plugin::${PLUGIN_ID}.users.assign-roles`,
  setCredentials: `plugin::${PLUGIN_ID}.users.set-credentials`,
  exportUsers: `plugin::${PLUGIN_ID}.users.export-users`,
  importUsers: `plugin::${PLUGIN_ID}.users.import-users`,
  readDevices: `plugin::${PLUGIN_ID}.devices.read-devices`,
  unlinkDevices: `plugin::${PLUGIN_ID}.devices.unlink-devices`,
  readEvents: `plugin::${PLUGIN_ID}.events.read-events`,
  readLog: `plugin::${PLUGIN_ID}.events.read-log`,
  readConnections: `plugin::${PLUGIN_ID}.connections.read-connections`,
  manageConnections: `plugin::${PLUGIN_ID}.connections.manage-connections`,
  readStatus: `plugin::${PLUGIN_ID}.status.read-status`,
} as const;

/** The Content Manager's permission to read entries of a type. */
export const READ_ENTRIES = 'plugin::content-manager.explorer.read';

/** https://auth0.com/docs/api/management/v2/connections/post-connections: no double or outer hyphens. */
export const CONNECTION_NAME = /^[a-zA-Z0-9](-[a-zA-Z0-9]|[a-zA-Z0-9])*$/;

/** Maximum length of the name and of the display name of a connection, in characters. */
export const MAX_CONNECTION_NAME = 128;

/** Default range of History, in hours. */
export const DEFAULT_HISTORY_HOURS = 48;

/** Locations reads at most this many logins, the newest of the range. */
export const MAX_LOCATION_LOGINS = 2000;

/** The chart of the logins of a user covers this many days. */
export const CHART_DAYS = 30;

/** The chart reads at most this many logins, the newest. */
export const MAX_CHART_LOGINS = 2000;

/** Totals of lists are exact up to this number, and estimated beyond it. */
export const EXACT_COUNT_LIMIT = 10_000;

/** Maximum length of the reason of a block, in characters. */
export const MAX_BLOCK_REASON = 500;

/** How far in the future a block may end, in days. */
export const MAX_BLOCK_DAYS = 3650;

/** Maximum number of users per bulk action. */
export const MAX_BULK_USERS = 1000;

/** Maximum size of `user_metadata` as JSON, in bytes. */
export const MAX_METADATA_BYTES = 64 * 1024;

/** Maximum page size of `GET /events`. */
export const MAX_LOG_PAGE = 1000;

/**
 * One page of a search in the log compares at most this many events, if no index finds the matches of all
 * filters. See docs/decisions/log-search.md.
 */
export const MAX_SEARCHED_EVENTS = 10_000;

/** Counts of events stop at this number. */
export const MAX_COUNTED_EVENTS = 99;

/** Limits of one `POST /events`: number of events, and size of the request in bytes. */
export const MAX_SENT_EVENTS = 500;
export const MAX_SENT_BYTES = 1024 * 1024;

/** Maximum size of the `details` of an imported event as JSON, in bytes. */
export const MAX_DETAILS_BYTES = 16 * 1024;

/** The days of the overview, today included. */
export const OVERVIEW_DAYS = 30;

/** How recent a login must be to link identities of one's own, in minutes. */
export const LINKING_LOGIN_MINUTES = 10;

/** How recent a login must be to request one's own erasure without a password, in minutes. */
export const ERASURE_LOGIN_MINUTES = 15;

/** The actor of changes that the server makes, such as the end of a block. */
export const SYSTEM_ACTOR = 'system';

/** The attribute that is read-only on every route and panel page. */
export const APP_METADATA = 'app_metadata';
