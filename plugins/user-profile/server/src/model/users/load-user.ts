import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';

import { STRAPI_UIDS } from '../../../../shared/constants';
import type { UserAction } from '../../../../shared/contracts/users';
import { getConfig } from '../../config/get';
import { asText, inTransaction, table, type Row } from '../../runtime/database/rows';
import { getService } from '../../utils/service';
import { identitiesOf } from '../accounts/identities';
import { refOf, type ProfileRef } from '../accounts/look-up';
import type { ConnectionRow } from '../connections/connection-store';
import { can, type AccountRef, type Strategy } from '../connections/strategy';
import { findUserByAnyId } from './find-user';
import type { UserRow } from './user-row';

/** A user with connection, strategy and accounts, for an action. */
export interface UserContext {
  row: UserRow;
  profile: ProfileRef;
  connection: ConnectionRow;
  strategy: Strategy;
  /** The account of the primary identity; null if it was deleted. */
  account: AccountRef | null;
  hasPassword: boolean;
  /** Whether this site sends invitations. */
  invites: boolean;
  /** The ids of the accounts of all identities. */
  accountIds: number[];
}

/** Stands in for a deleted connection whose users were kept. */
const deletedConnection = (name: string): ConnectionRow => ({
  name,
  strategy: name,
  options: {},
  display_name: name,
  enabled: false,
  managed_by: 'panel',
  unreadable: [],
});

/**
 * Loads a user for an action. Inside a transaction the row stays locked until its end, so the second of two
 * parallel changes sees the first.
 *
 * @param id a `documentId` or a `user_id`
 * @throws NotFoundError
 */
export const loadUser = (strapi: Core.Strapi, id: string): Promise<UserContext> =>
  inTransaction(strapi, async (trx) => {
    const row = await findUserByAnyId(strapi, id, (rows) => rows.forUpdate());
    const identities = await identitiesOf(strapi, row.id);
    const documentIds = identities
      .map(({ account }) => account)
      .filter((account) => account !== null);
    const accounts: Row[] = await table(strapi, trx, STRAPI_UIDS.account)
      .whereIn('document_id', documentIds)
      .select('id', 'document_id', 'email', 'password');
    const name = identities[0]?.connection ?? row.connection;
    const connection = await getService(strapi, 'connection-store').findRow(name);
    const strategyName = connection?.strategy ?? name;
    const primary = accounts.find(({ document_id: account }) => account === identities[0]?.account);
    return {
      row,
      profile: refOf(row, null),
      connection: connection ?? deletedConnection(name),
      strategy: getService(strapi, 'strategies').get(strategyName),
      account: primary
        ? {
            id: primary.id,
            email: asText(primary.email),
            externalId: identities[0]?.external_id ?? '',
          }
        : null,
      hasPassword: asText(primary?.password) !== null,
      invites: getConfig(strapi).invitations.url !== null,
      accountIds: accounts.map((account) => account.id),
    };
  });

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
    'Only users without a password, who are not blocked, can be invited, in a connection that supports invitations, and if the site has set "invitations.url"',
  'revoke-invitation': 'This user has no invitation that could be revoked',
  'send-password-reset': 'Users of this connection have no password to reset',
};

/** @throws ApplicationError (400) with the reason if the action is not available for the user */
export const requireAction = (target: UserContext, action: UserAction): void => {
  if (actionsFor(target).includes(action)) {
    return;
  }
  const reason =
    target.account === null ? 'The account of this user was deleted' : REASONS_UNAVAILABLE[action];
  throw new errors.ApplicationError(
    reason ?? `The action "${action}" is not available for this user`,
    {
      action,
    }
  );
};
