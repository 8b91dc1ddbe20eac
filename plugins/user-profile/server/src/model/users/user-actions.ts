import { errors } from '@strapi/utils';

import type { UserAction } from '../../../../shared/contracts/users';
import { coded } from '../../utils/errors';
import { can, type Strategy } from '../connections/strategy';
import type { UserContext } from './load-user';

/** Users who have a password, or log in otherwise, need no invitation. */
const canBeInvited = (target: UserContext): boolean => {
  const { row, strategy, connection, account, hasPassword, invites } = target;
  const supports = can(strategy, connection, 'createInvited');
  return (
    invites &&
    supports &&
    connection.enabled &&
    account?.email != null &&
    !hasPassword &&
    !row.blocked
  );
};

/** The actions that connection and state of a user allow. The caller's permissions are checked separately. */
export const actionsFor = (target: UserContext): UserAction[] => {
  const { row, strategy, connection, account, accountIds } = target;
  const supports = (method: keyof Strategy) =>
    account !== null && can(strategy, connection, method);
  const offered: [UserAction, boolean][] = [
    ['edit-profile', true],
    ['edit-metadata', true],
    ['change-email', supports('changeEmail')],
    ['change-password', supports('changePassword')],
    [
      'send-verification-email',
      account?.email != null && !row.email_verified && supports('sendVerificationEmail'),
    ],
    ['send-password-reset', account?.email != null && supports('sendPasswordReset')],
    ['send-invitation', canBeInvited(target)],
    ['revoke-invitation', row.invitation_expires_at !== null],
    ['block', !row.blocked && accountIds.length > 0],
    ['unblock', row.blocked],
    ['assign-role', accountIds.length > 0],
    ['delete', true],
  ];
  return offered.filter(([, possible]) => possible).map(([action]) => action);
};

const REASONS_UNAVAILABLE: Partial<Record<UserAction, string>> = {
  'change-email': 'The connection of this user does not allow email changes',
  'change-password': 'The connection of this user does not allow password changes',
  'send-verification-email':
    'The email address is already verified, or the connection sends no verification emails',
  'send-invitation':
    'The user cannot be invited: the user has a password or is blocked, the connection is disabled or does not support invitations, or "invitations.url" is not set',
  'revoke-invitation': 'This user has no invitation to revoke',
  'send-password-reset': 'Users of this connection have no password to reset',
};

/** The error with the reason if the action is not available for the user. */
export const unavailable = (target: UserContext, action: UserAction): Error | undefined => {
  if (actionsFor(target).includes(action)) {
    return undefined;
  }
  if (target.account === null) {
    const { message, ...details } = coded('account_deleted');
    return new errors.ApplicationError(message, { ...details, action });
  }
  const { message, ...details } = coded('action_unavailable', { action });
  return new errors.ApplicationError(REASONS_UNAVAILABLE[action] ?? message, {
    ...(REASONS_UNAVAILABLE[action] ? {} : details),
    action,
  });
};

/** @throws ApplicationError (400) with the reason if the action is not available for the user */
export const requireAction = (target: UserContext, action: UserAction): void => {
  const error = unavailable(target, action);
  if (error) {
    throw error;
  }
};
