import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import type { JsonObject } from '../../../../shared/contracts/users';
import { createRemoval } from '../../integration/lifecycles/account-removal';
import { asBoolean, asJson, asText, hasInserted, on, systemColumns } from '../../runtime/database/rows';
import { createCutOff } from '../../sessions/revoke-tokens';
import { type Account, identityKey, identityOf, mirroredAttributes, sourceAttributes } from './account';
import { createAccountFinders, createLookUp, type ProfileRef, type LookUp, holdIdentity } from './look-up';
import { createFollow } from './follow';
import { UIDS } from '../../../../shared/constants';
import { isOldNews } from '../../events/signals';
import { ConflictError } from '../../utils/errors';
import { getService } from '../../utils/service';
import { rootAttributesIn, usernameIn } from '../connections/source-profile';
import { currentOrigin } from './origin';

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

/** Makes the identity of an account that has none and, unless it is linked, the profile. */
export const createNewIdentity = (strapi: Core.Strapi, { findProfile }: LookUp) => {
  /** Safe to run twice at the same moment: the second finds the row of the first. */
  const insertProfile = async (
    trx: Knex.Transaction,
    account: Account,
    userId: string,
    said: JsonObject
  ): Promise<number> => {
    const inserted: unknown = await on(strapi, trx, UIDS.user)
      .insert({
        ...systemColumns(strapi, UIDS.user, new Date()),
        created_at: account.createdAt,
        user_id: userId,
        connection: account.provider,
        ...(account.isNative ? {} : { username: usernameIn(said) }),
        ...rootAttributesIn(said),
        ...mirroredAttributes(account, said),
        email_verified: false,
        logins_count: 0,
        revision: 1,
      })
      .onConflict('user_id')
      .ignore()
      .returning('id');
    const profile = await on(strapi, trx, UIDS.user)
      .where({ user_id: userId })
      .first('id', 'user_id');
    // MariaDB takes other cases and accents for the same text; ids that differ are two people.
    if (profile.user_id !== userId) {
      throw new ConflictError('Another user has an id that is the same but for its spelling', [
        'id',
      ]);
    }
    if (hasInserted(inserted) && !isOldNews(account.createdAt)) {
      await getService(strapi, 'event-publisher').profileChanged(trx, Number(profile.id), 'create');
    }
    return Number(profile.id);
  };

  const hasPrimary = async (trx: Knex.Transaction, profileId: number): Promise<boolean> =>
    Boolean(
      await on(strapi, trx, UIDS.identity)
        .where({ user_id: profileId, is_primary: true })
        .first('id')
    );

  return async (trx: Knex.Transaction, account: Account): Promise<ProfileRef | null> => {
    const origin = currentOrigin();
    const found = identityOf(account);
    const userId = origin?.userId ?? found.userId;
    const externalId = origin?.source.id ?? found.externalId;
    const said = origin?.source.data ?? sourceAttributes(account);
    const connection = account.provider;
    const key = identityKey(connection, externalId);
    await getService(strapi, 'connection-store').ensure(trx, connection);
    const profileId = origin?.linkTo ?? (await insertProfile(trx, account, userId, said));
    // Whoever lost the account of the primary identity is found by its `user_id` when it comes back.
    const isPrimary = !(await hasPrimary(trx, profileId));
    await on(strapi, trx, UIDS.identity)
      .insert({
        ...systemColumns(strapi, UIDS.identity, new Date()),
        user_id: profileId,
        connection,
        external_id: externalId,
        identity_key: key,
        is_social: getService(strapi, 'connection-store').typeOf(connection) === 'social',
        is_primary: isPrimary,
        logins_count: 0,
        profile_data: JSON.stringify(said),
        login_name: origin?.source.keep?.loginName ?? null,
        account: account.documentId,
      })
      .onConflict('account')
      .ignore();
    if (!isPrimary) {
      await getService(strapi, 'event-publisher').profileChanged(trx, profileId);
    }
    return findProfile(trx, profileId, key);
  };
};

/**
 * Notes that an account's address is proven: it is the person's where the identity is the primary
 * one, and otherwise one that the identity alone has.
 */
export const createMarkVerified =
  (strapi: Core.Strapi, { readAccount }: LookUp) =>
  async (trx: Knex.Transaction, accountId: number): Promise<void> => {
    const account = await readAccount(trx, accountId);
    const identity = account
      ? await holdIdentity(strapi, trx, { account: account.documentId }, 'change')
      : undefined;
    if (!account?.email || !identity) {
      return;
    }
    if (asBoolean(identity.is_primary)) {
      await on(strapi, trx, UIDS.user)
        .where({ id: identity.user_id, email: account.email })
        .update({ email_verified: true });
      await getService(strapi, 'event-publisher').profileChanged(trx, identity.user_id);
      return;
    }
    const said = asJson<JsonObject>(identity.profile_data, {});
    if (said.email !== account.email) {
      return;
    }
    await on(strapi, trx, UIDS.identity)
      .where({ id: identity.id })
      .update({ profile_data: JSON.stringify({ ...said, email_verified: true }) });
  };
