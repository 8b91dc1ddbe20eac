import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';

import { STRAPI_UIDS } from '../../../../shared/constants';
import type { UserAction } from '../../../../shared/contracts/users';
import { asBoolean, asText, inTransaction, table, type Row } from '../../runtime/database/rows';
import { getService } from '../../utils/service';
import { identitiesOf } from '../accounts/identities';
import { refOf, type ProfileRef } from '../accounts/look-up';
import type { ConnectionRow } from '../connections/connection-store';
import { can, type AccountRef, type Strategy } from '../connections/strategy';
import { findUserByAnyId } from './find-user';

/** A user that an action is for, with all that the action needs to know. */
export interface UserContext {
  row: Row;
  profile: ProfileRef;
  connection: ConnectionRow;
  strategy: Strategy;
  /** The account of the primary identity; null where it is gone. */
  account: AccountRef | null;
  /** The numeric ids of the accounts of all identities. */
  accountIds: number[];
}

/** A connection that was deleted while its users were kept. */
const goneConnection = (name: string): ConnectionRow => ({
  name,
  strategy: name,
  options: {},
  display_name: name,
  enabled: false,
  managed_by: 'panel',
  unreadable: [],
});

/**
 * Looks a user up for an action. Inside a transaction the row is locked until its end, so that of two
 * changes the second sees the first.
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
      .select('id', 'document_id', 'email');
    const name = identities[0]?.connection ?? String(row.connection);
    const connection = await getService(strapi, 'connection-store').findRow(name);
    const strategyName = connection?.strategy ?? name;
    const primary = accounts.find(({ document_id: account }) => account === identities[0]?.account);
    return {
      row,
      profile: refOf(row, null),
      connection: connection ?? goneConnection(name),
      strategy: getService(strapi, 'strategies').get(strategyName),
      account: primary
        ? {
            id: primary.id,
            email: asText(primary.email),
            externalId: identities[0]?.external_id ?? '',
          }
        : null,
      accountIds: accounts.map((account) => account.id),
    };
  });

/** What may be done to a user, as far as connection and state go; permissions come on top. */
export const actionsFor = ({ row, strategy, connection, account }: UserContext): UserAction[] => {
  const able = (method: keyof Strategy) => account !== null && can(strategy, connection, method);
  const verified = asBoolean(row.email_verified);
  const offered: [UserAction, boolean][] = [
    ['edit-profile', true],
    ['edit-metadata', true],
    ['change-email', able('changeEmail')],
    ['change-password', able('changePassword')],
    [
      'send-verification-email',
      account?.email != null && !verified && able('sendVerificationEmail'),
    ],
    ['send-password-reset', account?.email != null && able('sendPasswordReset')],
    ['block', !asBoolean(row.blocked)],
    ['unblock', asBoolean(row.blocked)],
    ['delete', true],
  ];
  return offered.filter(([, possible]) => possible).map(([action]) => action);
};

const REFUSALS: Partial<Record<UserAction, string>> = {
  'change-email': 'The email of a user of this connection cannot be changed here',
  'change-password': 'The password of a user of this connection cannot be set here',
  'send-verification-email': 'There is nothing to verify, or this connection sends no such mail',
  'send-password-reset': 'Users of this connection have no password that could be reset',
};

/** @throws ApplicationError (400) that says why the action cannot be done to this user */
export const requireAction = (target: UserContext, action: UserAction): void => {
  if (actionsFor(target).includes(action)) {
    return;
  }
  const reason = target.account === null ? 'The account of this user is gone' : REFUSALS[action];
  throw new errors.ApplicationError(reason ?? `This user cannot be given the action ${action}`, {
    action,
  });
};
