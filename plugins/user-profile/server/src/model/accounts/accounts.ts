import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import type { JsonObject } from '../../../../shared/contracts/users';
import { createRemoval } from '../../integration/lifecycles/account-removal';
import { asBoolean, asJson, asText } from '../../runtime/database/rows';
import { createCutOff } from '../../sessions/revoke-tokens';
import type { Account } from './account';
import { createAccountFinders } from './find';
import { createFollow } from './follow';
import { createLookUp } from './look-up';
import { createNewIdentity } from './new-identity';
import type { ProfileRef } from './profile-ref';
import { createMarkVerified } from './verified';

declare module '../../utils/service' {
  interface Services {
    accounts: ReturnType<typeof createAccounts>;
  }
}

/** Keeps identities and profiles in line with the accounts of Users & Permissions. */
export const createAccounts = ({ strapi }: { strapi: Core.Strapi }) => {
  const lookUp = createLookUp(strapi);
  const { readAccount, findIdentity, findProfile, findByIdentity } = lookUp;
  const createIdentity = createNewIdentity(strapi, lookUp);
  const { followSource, updateProfile } = createFollow(strapi);

  const syncAccount = async (
    trx: Knex.Transaction,
    account: Account
  ): Promise<'created' | 'updated' | 'unchanged'> => {
    const identity = await findIdentity(trx, account.documentId);
    if (!identity) {
      await createIdentity(trx, account);
      return 'created';
    }
    const said = asJson<JsonObject>(identity.profile_data, {});
    await followSource(trx, identity, account, said);
    if (!asBoolean(identity.is_primary)) {
      return 'unchanged';
    }
    const updated = await updateProfile(trx, Number(identity.user_id), account, said);
    return updated ? 'updated' : 'unchanged';
  };

  return {
    syncAccount,
    findByIdentity,

    /** Brings the profile of an account in line with it, and makes it where there is none. */
    async sync(trx: Knex.Transaction, accountId: number): Promise<void> {
      const account = await readAccount(trx, accountId);
      if (account) {
        await syncAccount(trx, account);
      }
    },

    /** @returns the profile behind an account, made where there is none; null for an unknown account */
    async ensureProfile(trx: Knex.Transaction, accountId: number): Promise<ProfileRef | null> {
      const account = await readAccount(trx, accountId);
      if (!account) {
        return null;
      }
      const identity = await findIdentity(trx, account.documentId);
      return identity
        ? findProfile(trx, Number(identity.user_id), asText(identity.identity_key))
        : createIdentity(trx, account);
    },

    markVerified: createMarkVerified(strapi, lookUp),

    remove: createRemoval(strapi, { findProfile, syncAccount }),

    cutOffTokens: createCutOff(strapi),

    ...createAccountFinders(strapi),
  };
};
