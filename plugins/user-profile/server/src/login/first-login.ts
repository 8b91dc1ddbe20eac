import type { Core } from '@strapi/types';

import { storableCredentials } from '../connections/strategies/base/local-directory/local-credentials';
import { findIdentity } from '../model/accounts/identities';
import { refOf } from '../model/accounts/look-up';
import { findLinkTarget } from '../model/connections/link-target';
import { makeAccount } from '../model/connections/make-account';
import { requireSignup } from '../model/connections/require-signup';
import type { SourceProfile } from '../model/connections/source-profile';
import type { ConnectionRef } from '../model/connections/strategy';
import { isFreeEmail, requireFreeEmail, lockUniqueAccounts } from '../model/connections/uniqueness';
import type { UserRow } from '../model/users/user-row';
import { inTransaction } from '../runtime/database/rows';
import { getService } from '../utils/service';

/** Creates account, identity and profile of a new user, or links the identity to an existing one. */
export const createFirstLogin = (strapi: Core.Strapi) => {
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
      const target = await findLinkTarget(strapi, trx, connection, source);
      if (!target) {
        await requireSignup(strapi, connection);
      }
      const { email } = source;
      if (email && !target) {
        await requireFreeEmail(strapi, email, connection.name);
      }
      // The account of an additional identity has no email if the user's other account has it. Codes are always
      // sent to the email of the user: the owner of an earlier one must not log in as the user.
      const { type } = getService(strapi, 'strategies').get(connection.strategy);
      const follows =
        target !== null &&
        (type === 'passwordless' ||
          (email !== null && !(await isFreeEmail(strapi, email, connection.name))));
      const own = follows ? null : email;
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
