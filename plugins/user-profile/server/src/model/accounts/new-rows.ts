import type { Core } from '@strapi/types';

import { UIDS } from '../../../../shared/constants';
import { systemColumns } from '../../runtime/database/rows';
import { getService } from '../../utils/service';
import { rootAttributesIn, usernameIn, type SourceProfile } from '../connections/source-profile';
import { accountIdentity, mirroredAttributes, sourceAttributes, type Account } from './account';
import { identityKey } from './identities';

/** The identity that an account is created for, if the plugin itself creates it. */
export interface AccountOrigin {
  userId: string;
  source: SourceProfile;
  /** The row of the profile that gets one more identity; null to create a profile. */
  linkTo: number | null;
}

export type NewRows = ReturnType<typeof newRowsOf>;

/**
 * The rows of an account that has no identity: the only place that decides how an account becomes a user.
 * The identity lacks `user_id` and `is_primary`, which follow from the row of the user.
 *
 * The connection of the account must have a row.
 *
 * @param role of the account, as the users table stores it
 */
export const newRowsOf = (
  strapi: Core.Strapi,
  account: Account,
  role: string | null,
  origin?: AccountOrigin
) => {
  const connections = getService(strapi, 'connection-store');
  const now = new Date();
  const connection = account.provider;
  const { userId, externalId } = origin
    ? { userId: origin.userId, externalId: origin.source.id }
    : accountIdentity(account);
  const claims = origin?.source.data ?? sourceAttributes(account);
  return {
    user: {
      ...systemColumns(strapi, UIDS.user, now),
      created_at: account.createdAt,
      user_id: userId,
      connection,
      ...(account.isNative ? {} : { username: usernameIn(claims) }),
      ...rootAttributesIn(claims),
      ...mirroredAttributes(account, claims),
      // Known from the start, so listeners never see a first state without it.
      email_verified: origin
        ? origin.source.emailVerified && origin.source.email === account.email
        : getService(strapi, 'confirmed-accounts').isVerified(account),
      role,
      logins_count: 0,
      revision: 1,
    },
    identity: {
      ...systemColumns(strapi, UIDS.identity, now),
      connection,
      external_id: externalId,
      identity_key: identityKey(connection, externalId),
      is_social: connections.typeOf(connection) === 'social',
      logins_count: 0,
      profile_data: claims,
      login_name: origin?.source.localCredentials?.loginName ?? null,
      account: account.documentId,
    },
  };
};
