import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../../shared/constants';
import { inTransaction, table } from '../../runtime/database/rows';
import { ConflictError } from '../../utils/errors';
import { getService } from '../../utils/service';
import { identityKey } from '../accounts/identities';
import { LoginRefusedError } from './errors';
import { accountNameFor, userIdFor, type SourceProfile } from './source-profile';
import type { ConnectionRef } from './strategy';
import { defaultRoleId, lockUniqueAccounts } from './uniqueness';

export interface AccountOptions {
  /** The profile that gets one more identity. */
  linkTo?: number | null;
  /** The account's email, where it is not the source's: null where another account has that one. */
  email?: string | null;
}

/**
 * Whoever deletes a connection holds the turn of new accounts to the end: nobody must come to a
 * connection whose users were moved or told off already.
 *
 * @throws LoginRefusedError where the connection was deleted meanwhile
 */
const requireThere = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  { name }: ConnectionRef
): Promise<void> => {
  await lockUniqueAccounts(strapi);
  if (await table(strapi, trx, UIDS.connection).where({ name }).first('id')) {
    return;
  }
  throw new LoginRefusedError('connection_disabled', `The connection "${name}" was deleted`);
};

/** @throws ConflictError where the source names the id of a user whom it is not about */
const requireNewId = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  { name }: ConnectionRef,
  { id }: SourceProfile
): Promise<void> => {
  const key = identityKey(name, id);
  const known = await table(strapi, trx, UIDS.identity).where({ identity_key: key }).first('id');
  if (known) {
    throw new ConflictError('The connection has a user with this id already', ['id']);
  }
};

/**
 * Makes the account of Users & Permissions that a user of a connection signs in as, and with it the
 * identity and, unless it is linked, the profile. All or nothing.
 *
 * @returns the id of the account
 */
export const makeAccount = (
  strapi: Core.Strapi,
  connection: ConnectionRef,
  source: SourceProfile,
  { linkTo = null, email = source.email }: AccountOptions = {}
): Promise<number> =>
  inTransaction(strapi, async (trx) => {
    await requireThere(strapi, trx, connection);
    await requireNewId(strapi, trx, connection, source);
    const userId = userIdFor(connection.strategy, connection.name, source.id);
    const data = {
      ...(source.localCredentials ? { password: source.localCredentials.passwordHash } : {}),
      email,
      username: accountNameFor(userId),
      provider: connection.name,
      confirmed: true,
      blocked: false,
      role: await defaultRoleId(strapi),
    };
    // The account lifecycle skips accounts of the plugin's connections, so a failure here undoes all.
    const account = await strapi.db.query(STRAPI_UIDS.account).create({ data });
    const origin = { userId, source, linkTo };
    await getService(strapi, 'accounts').ensureProfile(trx, account.id, origin);
    return account.id;
  });
