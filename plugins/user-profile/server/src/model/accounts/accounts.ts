import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../../shared/constants';
import { currentAttempt } from '../../request/attempt';
import { inTransaction, runInTransaction, table, type Row } from '../../runtime/database/rows';
import { sharedNow } from '../../runtime/database/shared-clock';
import { getService } from '../../utils/service';
import { ACCOUNT_COLUMNS, accountOf, type Account } from './account';
import { createIdentity } from './create-identity';
import { createUsers } from './create-users';
import { createFollow } from './follow';
import { findIdentity, lockIdentity, type IdentityRow } from './identities';
import {
  findAccount,
  findProfile,
  findProfileOfAccount,
  rememberProfile,
  type ProfileRef,
} from './look-up';
import { reattachAccount } from './missing-accounts';
import type { AccountOrigin } from './new-rows';

declare module '../../utils/service' {
  interface Services {
    accounts: ReturnType<typeof createAccounts>;
  }
}

type SyncResult = 'created' | 'updated' | 'unchanged';

/** Keeps identities and profiles in line with the accounts of Users & Permissions. */
export const createAccounts = ({ strapi }: { strapi: Core.Strapi }) => {
  const { followSource, updateProfile } = createFollow(strapi);

  /** The identity of an account; an account that came back gets the one that it had. */
  const identityOf = async (trx: Knex.Transaction, account: Account): Promise<IdentityRow | null> =>
    (await findIdentity(strapi, { account: account.documentId })) ??
    (await reattachAccount(strapi, trx, account));

  const syncAccount = async (trx: Knex.Transaction, account: Account): Promise<SyncResult> => {
    const identity = await identityOf(trx, account);
    if (!identity) {
      await createIdentity(strapi, trx, account);
      return 'created';
    }
    await followSource(trx, identity, account);
    if (!identity.is_primary) {
      return 'unchanged';
    }
    const updated = await updateProfile(trx, identity.user_id, account, identity.profile_data);
    return updated ? 'updated' : 'unchanged';
  };

  const createProfile = async (
    trx: Knex.Transaction,
    accountId: number,
    origin?: AccountOrigin
  ): Promise<ProfileRef | null> => {
    const account = await findAccount(strapi, { id: accountId });
    if (!account) {
      return null;
    }
    const identity = await identityOf(trx, account);
    return identity
      ? findProfile(strapi, identity.user_id, identity.identity_key)
      : createIdentity(strapi, trx, account, origin);
  };

  const ensureProfile = async (
    trx: Knex.Transaction,
    accountId: number,
    origin?: AccountOrigin
  ): Promise<ProfileRef | null> => {
    const profile =
      (await findProfileOfAccount(strapi, accountId)) ??
      (await createProfile(trx, accountId, origin));
    rememberProfile(currentAttempt(), accountId, profile);
    return profile;
  };

  // The look-ups use the transaction in progress, so the caller's is entered first.
  return {
    syncAccount: (trx: Knex.Transaction, account: Account): Promise<SyncResult> =>
      runInTransaction(trx, () => syncAccount(trx, account)),

    /**
     * Creates the users of many accounts that have no identity, in a few statements.
     *
     * @returns the ids of the accounts that got a user; `syncLocked` handles the others
     */
    createUsers: (trx: Knex.Transaction, accountIds: number[]): Promise<Set<number>> =>
      runInTransaction(trx, () => createUsers(strapi, trx, accountIds)),

    /**
     * The same as `sync`, with a lock: the account cannot change until the transaction ends, so it is not
     * synced with what it was before a change.
     */
    syncLocked: (trx: Knex.Transaction, accountId: number): Promise<SyncResult> =>
      runInTransaction(trx, async () => {
        const row: Row | undefined = await table(strapi, trx, STRAPI_UIDS.account)
          .where({ id: accountId })
          .forShare()
          .first(...ACCOUNT_COLUMNS);
        return row ? syncAccount(trx, accountOf(row)) : 'unchanged';
      }),

    /** Brings the profile of an account in line with it, and creates the profile if it is missing. */
    sync: (trx: Knex.Transaction, accountId: number): Promise<void> =>
      runInTransaction(trx, async () => {
        const account = await findAccount(strapi, { id: accountId });
        if (account) {
          await syncAccount(trx, account);
        }
      }),

    /**
     * Creates the profile of an account that was just inserted. Accounts of the plugin's own
     * connections are skipped: the code that inserts them knows the identity, and the row does not.
     */
    syncNew: (trx: Knex.Transaction, accountId: number): Promise<void> =>
      runInTransaction(trx, async () => {
        const account = await findAccount(strapi, { id: accountId });
        if (account?.isNative) {
          await syncAccount(trx, account);
        }
      }),

    /**
     * Looks up the profile of an account. The current attempt remembers it.
     *
     * @param origin the identity of a new account, if the plugin itself creates the account
     * @returns the profile of an account, created if it is missing; null for an unknown account
     */
    ensureProfile: (
      trx: Knex.Transaction,
      accountId: number,
      origin?: AccountOrigin
    ): Promise<ProfileRef | null> =>
      runInTransaction(trx, () => ensureProfile(trx, accountId, origin)),

    /** The same without a transaction, unless the profile is missing. */
    async findOrCreateProfile(accountId: number): Promise<ProfileRef | null> {
      const isNested = strapi.db.inTransaction();
      const found = isNested ? null : await findProfileOfAccount(strapi, accountId);
      rememberProfile(currentAttempt(), accountId, found);
      return found ?? inTransaction(strapi, (trx) => ensureProfile(trx, accountId));
    },

    /**
     * Records that the account's email was verified: on the profile if the identity is the primary
     * one, otherwise on the identity alone.
     *
     * @param email the email address that was verified; nothing happens if the account has another one
     */
    async markVerified(trx: Knex.Transaction, accountId: number, email: string): Promise<void> {
      const account = await findAccount(strapi, { id: accountId });
      const identity = account
        ? await lockIdentity(strapi, trx, { account: account.documentId }, 'update')
        : null;
      if (account?.email !== email || !identity) {
        return;
      }
      if (identity.is_primary) {
        await table(strapi, trx, UIDS.user)
          .where({ id: identity.user_id, email })
          .update({ email_verified: true });
        await getService(strapi, 'event-publisher').profileChanged(trx, identity.user_id);
        return;
      }
      const claims = identity.profile_data;
      if (claims.email === email) {
        await table(strapi, trx, UIDS.identity)
          .where({ id: identity.id })
          .update({ profile_data: JSON.stringify({ ...claims, email_verified: true }) });
      }
    },

    /** Records on the profile that the account has a new password. */
    async recordPasswordChange(trx: Knex.Transaction, accountId: number): Promise<void> {
      const profile = await ensureProfile(trx, accountId);
      if (!profile) {
        return;
      }
      await table(strapi, trx, UIDS.user)
        .where({ id: profile.id })
        .update({ last_password_reset: new Date(sharedNow(strapi)) });
      await getService(strapi, 'event-publisher').profileChanged(trx, profile.id);
    },
  };
};
