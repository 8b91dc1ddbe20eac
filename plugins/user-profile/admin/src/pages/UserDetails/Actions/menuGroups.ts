import type { UserAction } from '../../../../../shared/contracts/users';

/**
 * The route of `block` also changes the terms of a block, but the action `block` is available for users who are not
 * blocked only.
 */
export type PanelAction = UserAction | 'change-block';

export type MenuAction = Exclude<PanelAction, 'edit-metadata'>;

/** The menu from top to bottom, with a separator between the groups. */
const GROUPS: readonly (readonly MenuAction[])[] = [
  ['edit-profile', 'change-email', 'change-password', 'assign-role'],
  ['send-invitation', 'revoke-invitation', 'send-verification-email', 'send-password-reset'],
  ['lift-login-blocks', 'block', 'change-block', 'unblock'],
  ['delete'],
];

export const menuGroups = (actions: readonly PanelAction[]): MenuAction[][] =>
  GROUPS.map((group) => group.filter((action) => actions.includes(action))).filter(
    (group) => group.length > 0
  );
