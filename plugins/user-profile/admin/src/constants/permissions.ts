import { ADMIN_ACTIONS } from '../../../shared/constants';

/**
 * `subject: null` is required: `Page.Protect` compares it strictly with the API's value, and `undefined` would
 * deny access to every role.
 */
const permission = (action: string) => ({ action, subject: null });

export const PERMISSIONS = {
  readUsers: permission(ADMIN_ACTIONS.readUsers),
  updateUsers: permission(ADMIN_ACTIONS.updateUsers),
  blockUsers: permission(ADMIN_ACTIONS.blockUsers),
  deleteUsers: permission(ADMIN_ACTIONS.deleteUsers),
  assignRoles: permission(ADMIN_ACTIONS.assignRoles),
  setCredentials: permission(ADMIN_ACTIONS.setCredentials),
  readDevices: permission(ADMIN_ACTIONS.readDevices),
  unlinkDevices: permission(ADMIN_ACTIONS.unlinkDevices),
  readEvents: permission(ADMIN_ACTIONS.readEvents),
  readLog: permission(ADMIN_ACTIONS.readLog),
  readConnections: permission(ADMIN_ACTIONS.readConnections),
  manageConnections: permission(ADMIN_ACTIONS.manageConnections),
  readStatus: permission(ADMIN_ACTIONS.readStatus),
  createUsers: permission(ADMIN_ACTIONS.createUsers),
  exportUsers: permission(ADMIN_ACTIONS.exportUsers),
  importUsers: permission(ADMIN_ACTIONS.importUsers),
};

export type PermissionName = keyof typeof PERMISSIONS;
