import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { UIDS } from '../../../shared/constants';
import { getConfig } from '../config/get';
import { storableCredentials } from '../connections/strategies/base/local-directory/local-credentials';
import { findIdentity } from '../model/accounts/identities';
import { refOf } from '../model/accounts/look-up';
import { makeAccount } from '../model/connections/make-account';
import { requireSignup } from '../model/connections/require-signup';
import type { SourceProfile } from '../model/connections/source-profile';
import type { ConnectionRef } from '../model/connections/strategy';
import { isFreeEmail, requireFreeEmail, lockUniqueAccounts } from '../model/connections/uniqueness';
import { toUserRow, type UserRow } from '../model/users/user-row';
import { inTransaction, table, type Row } from '../runtime/database/rows';
import { getService } from '../utils/service';

/** More users than this share an email only if something else is wrong. */
const MAX_CANDIDATES = 100;

/** Creates account, identity and profile of a new user, or links the identity to an existing one. */
export const createFirstLogin = (strapi: Core.Strapi) => {
  /**
   * The user with this email, verified on both sides, locked until the end of the transaction. A weaker
   * rule would let the operator of a source take over accounts.
   */
  const findLinkTarget = async (
    trx: Knex.Transaction,
    connection: ConnectionRef,
    { email, emailVerified }: SourceProfile
  ): Promise<UserRow | null> => {
    if (!getConfig(strapi).linking.automatic || !email || !emailVerified) {
      return null;
    }
    const found: Row[] = await table(strapi, trx, UIDS.user)
      .where({ email, email_verified: true })
      .orderBy('id')
      .forUpdate()
      .limit(MAX_CANDIDATES);
    // MariaDB compares text without case and accents.
    const [target, ...others] = found.map(toUserRow).filter((user) => user.email === email);
    if (!target || others.length > 0 || target.blocked) {
      return null;
    }
    // The source has two ids, so these are two people: email addresses are reassigned.
    const known = await table(strapi, trx, UIDS.identity)
      .where({ user_id: target.id, connection: connection.name })
      .first('id');
    return known ? null : target;
  };

  const recordLink = (
    target: UserRow,
    connection: ConnectionRef,
    { id }: SourceProfile,
    key: string
  ) =>
    getService(strapi, 'audit').record('sapi', refOf(target, key), {
      operation: 'link-identity',
      identity: `${connection.name}|${id}`,
      automatic: true,
    });

  /**
   * Of two parallel first logins of one user, the second finds what the first created.
   *
   * @returns whether a user was created
   */
  const signUp = (connection: ConnectionRef, source: SourceProfile, key: string) =>
    inTransaction(strapi, async (trx): Promise<boolean> => {
      await lockUniqueAccounts(strapi);
      if (await findIdentity(strapi, { identity_key: key })) {
        return false;
      }
      await requireSignup(strapi, connection);
      const target = await findLinkTarget(trx, connection, source);
      const { email } = source;
      if (email && !target) {
        await requireFreeEmail(strapi, email, connection.name);
      }
      // The account of an additional identity has no email if the user's other account has it.
      const isTaken = email && target && !(await isFreeEmail(strapi, email, connection.name));
      const own = isTaken ? null : email;
      const localCredentials = await storableCredentials(strapi, connection.name, source, own);
      const linkTo = target?.id ?? null;
      await makeAccount(
        strapi,
        connection,
        { ...source, localCredentials },
        { linkTo, email: own }
      );
      if (target) {
        await recordLink(target, connection, source, key);
      }
      return !target;
    });

  return { signUp };
};
