import type { UserAction } from '../../../../../shared/contracts/users';
import type { PermissionName } from '../../../constants/permissions';

/** What a role must allow for each action, as the server asks for it. */
const NEEDED: Record<UserAction, readonly PermissionName[]> = {
  'edit-profile': ['updateUsers'],
  'edit-metadata': ['updateUsers'],
  'change-email': ['updateUsers', 'setCredentials'],
  'change-password': ['setCredentials'],
  'send-verification-email': ['updateUsers'],
  'send-password-reset': ['setCredentials'],
  block: ['blockUsers'],
  unblock: ['blockUsers'],
  'lift-login-blocks': ['blockUsers'],
  delete: ['deleteUsers'],
};

/** What can be done to a user and is allowed to this administrator. */
export const allowedActions = (
  possible: readonly UserAction[],
  allowed: Record<PermissionName, boolean>
): UserAction[] =>
  possible.filter((action) => NEEDED[action].every((permission) => allowed[permission]));

export type MenuAction = Exclude<UserAction, 'edit-metadata'>;

/** The menu from top to bottom; a line is drawn between the groups. */
const GROUPS: readonly (readonly MenuAction[])[] = [
  ['edit-profile', 'change-email', 'change-password'],
  ['send-verification-email', 'send-password-reset'],
  ['lift-login-blocks', 'block', 'unblock'],
  ['delete'],
];

export const menuGroups = (actions: readonly UserAction[]): MenuAction[][] =>
  GROUPS.map((group) => group.filter((action) => actions.includes(action))).filter(
    (group) => group.length > 0
  );
