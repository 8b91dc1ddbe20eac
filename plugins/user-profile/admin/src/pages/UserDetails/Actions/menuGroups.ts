import type { UserAction } from '../../../../../shared/contracts/users';

export type MenuAction = Exclude<UserAction, 'edit-metadata'>;

/** The menu from top to bottom, with a separator between the groups. */
const GROUPS: readonly (readonly MenuAction[])[] = [
  ['edit-profile', 'change-email', 'change-password', 'assign-role'],
  ['send-invitation', 'revoke-invitation', 'send-verification-email', 'send-password-reset'],
  ['lift-login-blocks', 'block', 'unblock'],
  ['delete'],
];

export const menuGroups = (actions: readonly UserAction[]): MenuAction[][] =>
  GROUPS.map((group) => group.filter((action) => actions.includes(action))).filter(
    (group) => group.length > 0
  );
