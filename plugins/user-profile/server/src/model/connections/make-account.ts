import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../../shared/constants';
import type { JsonObject } from '../../../../shared/contracts/users';
import { inTransaction, table } from '../../runtime/database/rows';
import { ConflictError, coded } from '../../utils/errors';
import { getService } from '../../utils/service';
import { completeAccountFields } from '../accounts/account-fields';
import { findIdentity, identityKey } from '../accounts/identities';
import { claimedFields } from '../accounts/own-fields';
import { LoginRejectedError } from './errors';
import { accountNameFor, userIdFor, type SourceProfile } from './source-profile';
import type { ConnectionRef } from './strategy';
import { defaultRoleId, lockUniqueAccounts } from './uniqueness';

export interface AccountOptions {
  /** The row of the profile that gets one more identity. */
  linkTo?: number | null;
  /** The account's email if it differs from the source's: null if another account has that one. */
  email?: string | null;
  /** The site's own attributes; omitted if they come from the claims of the source. */
  accountFields?: JsonObject;
  confirmed?: boolean;
}

/**
 * Deleting a connection holds the same lock until its end, so no account is created in a connection whose
 * users were already moved or detached.
 *
 * @throws LoginRejectedError if the connection was deleted in the meantime
 */
const requireConnection = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  { name }: ConnectionRef
): Promise<void> => {
  await lockUniqueAccounts(strapi);
  if (await table(strapi, trx, UIDS.connection).where({ name }).first('id')) {
    return;
  }
  throw new LoginRejectedError('connection_disabled', `The connection "${name}" was deleted`);
};

/** @throws ConflictError if the source returned the id of a known user for a new one */
const requireNewId = async (
  strapi: Core.Strapi,
  { name }: ConnectionRef,
  { id }: SourceProfile
): Promise<void> => {
  if (await findIdentity(strapi, { identity_key: identityKey(name, id) })) {
    throw new ConflictError(coded('user_id_taken'), ['id']);
  }
};

/**
 * Creates the account of Users & Permissions that a user of a connection logs in as, with its identity and,
 * unless it is linked, its profile, in one transaction.
 *
 * @returns the id of the account
 * @throws AccountFieldsError if one of the site's own attributes is missing or invalid
 */
export const makeAccount = (
  strapi: Core.Strapi,
  connection: ConnectionRef,
  source: SourceProfile,
  { linkTo = null, email = source.email, accountFields, confirmed = true }: AccountOptions = {}
): Promise<number> =>
  inTransaction(strapi, async (trx) => {
    await requireConnection(strapi, trx, connection);
    await requireNewId(strapi, connection, source);
    const userId = userIdFor(connection.strategy, connection.name, source.id);
    const claimed = claimedFields(strapi, connection.options.account_fields, source.data);
    const data = {
      ...(await completeAccountFields(strapi, accountFields ?? claimed)),
      ...(source.localCredentials?.passwordHash
        ? { password: source.localCredentials.passwordHash }
        : {}),
      email,
      username: accountNameFor(userId),
      provider: connection.name,
      confirmed,
      blocked: false,
      role: await defaultRoleId(strapi),
      // As the Document Service does. Strapi compares unique attributes of published rows only.
      publishedAt: new Date(),
    };
    // The account lifecycle skips accounts of the plugin's connections, so a failure here undoes all.
    const account = await strapi.db.query(STRAPI_UIDS.account).create({ data });
    const origin = { userId, source, linkTo };
    await getService(strapi, 'accounts').ensureProfile(trx, account.id, origin);
    return account.id;
  });
