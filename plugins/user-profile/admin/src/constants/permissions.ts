import { ADMIN_ACTIONS } from '../../../shared/constants';

/**
 * `subject: null` has to be spelt out: `Page.Protect` compares it strictly with what the API says of a
 * permission that has no subject, and an absent one would lock everybody out.
 */
const permission = (action: string) => ({ action, subject: null });

export const PERMISSIONS = {
  readUsers: permission(ADMIN_ACTIONS.readUsers),
  readDevices: permission(ADMIN_ACTIONS.readDevices),
  readEvents: permission(ADMIN_ACTIONS.readEvents),
  manageConnections: permission(ADMIN_ACTIONS.manageConnections),
};

export type PermissionName = keyof typeof PERMISSIONS;
