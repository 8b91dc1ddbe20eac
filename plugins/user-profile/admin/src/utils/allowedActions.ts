import type { UserAction } from '../../../shared/contracts/users';
import type { PermissionName } from '../constants/permissions';

/** `verify-email` is a bulk action only. */
type AnyAction = UserAction | 'verify-email';

/** The permissions that the server requires for each action. */
const REQUIRED: Record<AnyAction, readonly PermissionName[]> = {
  'edit-profile': ['updateUsers'],
  'edit-metadata': ['updateUsers'],
  'change-email': ['updateUsers', 'setCredentials'],
  'change-password': ['setCredentials'],
  'send-verification-email': ['updateUsers'],
  'send-password-reset': ['setCredentials'],
  'send-invitation': ['createUsers'],
  'revoke-invitation': ['createUsers'],
  block: ['blockUsers'],
  unblock: ['blockUsers'],
  'lift-login-blocks': ['blockUsers'],
  'assign-role': ['assignRoles'],
  'verify-email': ['updateUsers', 'setCredentials'],
  delete: ['deleteUsers'],
};

/** The possible actions that this administrator is allowed to take. */
export const allowedActions = <TAction extends AnyAction>(
  possible: readonly TAction[],
  allowed: Record<PermissionName, boolean>
): TAction[] =>
  possible.filter((action) => REQUIRED[action].every((permission) => allowed[permission]));
