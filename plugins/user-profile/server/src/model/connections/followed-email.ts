import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../../shared/constants';
import { table } from '../../runtime/database/rows';
import { getService } from '../../utils/service';
import { withEmail } from '../accounts/account';
import type { IdentityRow } from '../accounts/identities';
import { findAccount } from '../accounts/look-up';
import type { UserRow } from '../users/user-row';
import { BY_USERS_PERMISSIONS } from './connection-store';
import { attributeIn } from './source-attributes';
import { isFreeEmail } from './uniqueness';

/** Their users have no source that states another email address. */
const WITHOUT_SOURCE = ['database', 'email'];

/**
 * Whether only admins change the email addresses of a connection's users. A source may state an email address of
 * another person.
 *
 * @returns false for a deleted connection
 */
export const isEmailSetHere = async (strapi: Core.Strapi, name: string): Promise<boolean> => {
  const connection = await getService(strapi, 'connection-store').findRow(name);
  return (
    connection !== null &&
    (connection.managed_by === BY_USERS_PERMISSIONS || WITHOUT_SOURCE.includes(connection.strategy))
  );
};

/** The email address that codes for an identity were sent to, or null if it cannot be trusted. */
const followedEmail = async (
  strapi: Core.Strapi,
  { profile_data: claims }: IdentityRow,
  user: Pick<UserRow, 'email' | 'email_verified'>,
  primaryConnection: string
): Promise<string | null> => {
  const last = attributeIn(claims, 'email');
  if (user.email === null || user.email === last) {
    return last;
  }
  const isTrusted = user.email_verified || (await isEmailSetHere(strapi, primaryConnection));
  return isTrusted ? user.email : null;
};

/**
 * Gives an identity that followed the email address of its user this address, before it stops following. Otherwise
 * the owner of an earlier one could log in with it. The account gets the address if no other account has it.
 *
 * @param primaryConnection that of the user's primary identity
 * @returns the claims of the identity
 */
export const keepFollowedEmail = async <Identity extends IdentityRow>(
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  identity: Identity,
  user: Pick<UserRow, 'email' | 'email_verified'>,
  primaryConnection: string
): Promise<Identity> => {
  const { connection, profile_data: claims } = identity;
  const isPasswordless =
    getService(strapi, 'connection-store').typeOf(connection) === 'passwordless';
  const account = isPasswordless
    ? await findAccount(strapi, { document_id: identity.account })
    : null;
  if (!account || account.email !== null) {
    return identity;
  }
  const email = await followedEmail(strapi, identity, user, primaryConnection);
  const kept = withEmail(claims, email);
  await table(strapi, trx, UIDS.identity)
    .where({ id: identity.id })
    .update({ profile_data: JSON.stringify(kept) });
  if (email !== null && (await isFreeEmail(strapi, email, connection))) {
    // Not by the lifecycle, which would record a change: the email of the user stays the same.
    await table(strapi, trx, STRAPI_UIDS.account)
      .where({ id: account.id })
      .update({ email, updated_at: new Date() });
  }
  return { ...identity, profile_data: kept };
};
