import type { Core } from '@strapi/types';

import { identitiesOf, identityIdOf } from '../../model/accounts/identities';
import { loadUser } from '../../model/users/load-user';
import { asBoolean, inTransaction } from '../../runtime/database/rows';
import { getService } from '../../utils/service';

/**
 * Records that a password reset proved an account's email address. If it is the first proof, another
 * person may have registered the account and linked it: its identity is then separated from all others.
 *
 * @param account with the email address that the code was sent to
 */
export const proveEmailByReset = (
  strapi: Core.Strapi,
  { id, email }: { id: number; email: string }
): Promise<void> =>
  inTransaction(strapi, async (trx) => {
    const accounts = getService(strapi, 'accounts');
    const profile = await accounts.ensureProfile(trx, id);
    if (!profile) {
      return;
    }
    const { row } = await loadUser(strapi, profile.documentId);
    const identities = await identitiesOf(strapi, row.id);
    const own = identities.find(({ identity_key: key }) => key === profile.identityKey);
    if (!own) {
      return;
    }
    const isProven = own.is_primary
      ? asBoolean(row.email_verified) && row.email === email
      : own.profile_data.email_verified === true && own.profile_data.email === email;
    if (!isProven) {
      const separate = own.is_primary ? identities.filter((identity) => identity !== own) : [own];
      for (const identity of separate) {
        await getService(strapi, 'identity-unlinker').unlink(
          profile.documentId,
          identityIdOf(identity)
        );
      }
      // The attempt in progress remembers the separate user, and its event is written for that one.
      await accounts.ensureProfile(trx, id);
    }
    await accounts.markVerified(trx, id, email);
  });
