import { errors } from '@strapi/utils';

import type { UserAction } from '../../../../shared/contracts/users';
import type { ErrorCode } from '../../../../shared/error-texts';
import { coded, type CodedText } from '../../utils/errors';
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

const REASONS_UNAVAILABLE = {
  'change-email': 'email_change_unsupported',
  'change-password': 'password_change_unsupported',
  'send-verification-email': 'verification_email_unavailable',
  'send-invitation': 'invitation_unavailable',
  'revoke-invitation': 'invitation_missing',
  'send-password-reset': 'password_reset_unsupported',
} as const satisfies Partial<Record<UserAction, ErrorCode>>;

const reasonOf = (target: UserContext, action: UserAction): CodedText => {
  if (target.account === null) {
    return coded('account_deleted');
  }
  return action in REASONS_UNAVAILABLE
    ? coded(REASONS_UNAVAILABLE[action as keyof typeof REASONS_UNAVAILABLE])
    : coded('action_unavailable', { action });
};

/** The error with the reason if the action is not available for the user. */
export const unavailable = (target: UserContext, action: UserAction): Error | undefined => {
  if (actionsFor(target).includes(action)) {
    return undefined;
  }
  const { message, ...details } = reasonOf(target, action);
  return new errors.ApplicationError(message, { ...details, action });
};

/** @throws ApplicationError (400) with the reason if the action is not available for the user */
export const requireAction = (target: UserContext, action: UserAction): void => {
  const error = unavailable(target, action);
  if (error) {
    throw error;
  }
};
