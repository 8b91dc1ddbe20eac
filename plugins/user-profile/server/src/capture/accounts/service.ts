import type { Core } from '@strapi/types';
import type { Knex } from 'knex';
import { STRAPI_UIDS, UIDS } from '../../../../shared/constants';
import type { JsonObject } from '../../../../shared/contracts/users';
import { rootAttributesIn, usernameIn } from '../../connections/source-profile';
import {
  asBoolean,
  asJson,
  asText,
  hasInserted,
  on,
  systemColumns,
  type Row,
} from '../../database/rows';
import { isOldNews } from '../../services/events/signals';
import { ConflictError } from '../../utils/errors';
import { getService } from '../../utils/service';
import { ACCOUNT_COLUMNS, accountOf, type Account } from './account';
import {
  changesOf,
  identityKey,
  identityOf,
  LOCAL_CONNECTION,
  MIRRORED_COLUMNS,
  mirroredAttributes,
  sourceAttributes,
} from './attributes';
import { createAccountFinders } from './find';
import { currentOrigin } from './origin';
import { holdIdentity } from './owner';
import { createRemoval } from './removal';

/** What capture needs to know of the profile behind an account. */
export interface ProfileRef {
  id: number;
  documentId: string;
  userId: string;
  name: string | null;
  connection: string;
  /** The identity by which it was found; null where it was found otherwise. */
  identityKey: string | null;
}

/**
 * @param row of the users table
 * @param identity the key of the identity by which it was found
 */
export const refOf = (row: Row, identity: string | null): ProfileRef => ({
  id: Number(row.id),
  documentId: String(row.document_id),
  userId: String(row.user_id),
  name: asText(row.name),
  connection: asText(row.connection) ?? LOCAL_CONNECTION,
  identityKey: identity,
});

/** Keeps identities and profiles in line with the accounts of Users & Permissions. */
export const createAccounts = ({ strapi }: { strapi: Core.Strapi }) => {
  const readAccount = async (trx: Knex.Transaction, id: number): Promise<Account | null> => {
    const row = await on(strapi, trx, STRAPI_UIDS.account).where({ id }).first(ACCOUNT_COLUMNS);
    return row ? accountOf(row) : null;
  };

  const findIdentity = (trx: Knex.Transaction, account: string): Promise<Row | undefined> =>
    on(strapi, trx, UIDS.identity)
      .where({ account })
      .first('id', 'user_id', 'is_primary', 'identity_key', 'profile_data');

  const findProfile = async (
    trx: Knex.Transaction,
    id: number,
    identity: string | null
  ): Promise<ProfileRef | null> => {
    const row = await on(strapi, trx, UIDS.user)
      .where({ id })
      .first('id', 'document_id', 'user_id', 'name', 'connection');
    return row ? refOf(row, identity) : null;
  };

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
      await getService(strapi, 'hub').profileChanged(trx, Number(profile.id), 'create');
    }
    return Number(profile.id);
  };

  const hasPrimary = async (trx: Knex.Transaction, profileId: number): Promise<boolean> =>
    Boolean(
      await on(strapi, trx, UIDS.identity)
        .where({ user_id: profileId, is_primary: true })
        .first('id')
    );

  const createIdentity = async (
    trx: Knex.Transaction,
    account: Account
  ): Promise<ProfileRef | null> => {
    const origin = currentOrigin();
    const found = identityOf(account);
    const userId = origin?.userId ?? found.userId;
    const externalId = origin?.source.id ?? found.externalId;
    const said = origin?.source.data ?? sourceAttributes(account);
    const connection = account.provider;
    const key = identityKey(connection, externalId);
    await getService(strapi, 'connections').ensure(trx, connection);
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
        is_social: getService(strapi, 'connections').typeOf(connection) === 'social',
        is_primary: isPrimary,
        logins_count: 0,
        profile_data: JSON.stringify(said),
        login_name: origin?.source.keep?.loginName ?? null,
        account: account.documentId,
      })
      .onConflict('account')
      .ignore();
    if (!isPrimary) await getService(strapi, 'hub').profileChanged(trx, profileId);
    return findProfile(trx, profileId, key);
  };

  const updateProfile = async (
    trx: Knex.Transaction,
    profileId: number,
    account: Account,
    said: JsonObject
  ): Promise<boolean> => {
    const row = await on(strapi, trx, UIDS.user).where({ id: profileId }).first(MIRRORED_COLUMNS);
    const changes = row ? changesOf(row, account, said) : {};
    if (Object.keys(changes).length === 0) return false;
    await on(strapi, trx, UIDS.user)
      .where({ id: profileId })
      // Nobody has proven the new address.
      .update({
        ...changes,
        ...('email' in changes ? { email_verified: false } : {}),
        updated_at: new Date(),
      })
      .increment('revision', 1);
    await getService(strapi, 'hub').profileChanged(trx, profileId);
    return true;
  };

  /** Where Users & Permissions itself is the source, what it says changes with the account. */
  const followSource = async (
    trx: Knex.Transaction,
    identity: Row,
    account: Account,
    { email_verified: verified, ...said }: JsonObject
  ): Promise<void> => {
    const source = sourceAttributes(account);
    const isSaid = Object.entries(source).every(([key, value]) => said[key] === value);
    if (!account.isNative || isSaid) return;
    const isProven = verified !== undefined && said.email === source.email;
    const data = { ...said, ...source, ...(isProven ? { email_verified: verified } : {}) };
    await on(strapi, trx, UIDS.identity)
      .where({ id: identity.id })
      .update({ profile_data: JSON.stringify(data), updated_at: new Date() });
  };

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
    if (!asBoolean(identity.is_primary)) return 'unchanged';
    const updated = await updateProfile(trx, Number(identity.user_id), account, said);
    return updated ? 'updated' : 'unchanged';
  };

  return {
    syncAccount,

    /** Brings the profile of an account in line with it, and makes it where there is none. */
    async sync(trx: Knex.Transaction, accountId: number): Promise<void> {
      const account = await readAccount(trx, accountId);
      if (account) await syncAccount(trx, account);
    },

    /** @returns the profile behind an account, made where there is none; null for an unknown account */
    async ensureProfile(trx: Knex.Transaction, accountId: number): Promise<ProfileRef | null> {
      const account = await readAccount(trx, accountId);
      if (!account) return null;
      const identity = await findIdentity(trx, account.documentId);
      return identity
        ? findProfile(trx, Number(identity.user_id), asText(identity.identity_key))
        : createIdentity(trx, account);
    },

    /**
     * Notes that an account's address is proven: it is the person's where the identity is the primary
     * one, and otherwise one that the identity alone has.
     */
    async markVerified(trx: Knex.Transaction, accountId: number): Promise<void> {
      const account = await readAccount(trx, accountId);
      const identity = account
        ? await holdIdentity(strapi, trx, { account: account.documentId }, 'change')
        : undefined;
      if (!account?.email || !identity) return;
      if (asBoolean(identity.is_primary)) {
        await on(strapi, trx, UIDS.user)
          .where({ id: identity.user_id, email: account.email })
          .update({ email_verified: true });
        await getService(strapi, 'hub').profileChanged(trx, identity.user_id);
        return;
      }
      const said = asJson<JsonObject>(identity.profile_data, {});
      if (said.email !== account.email) return;
      await on(strapi, trx, UIDS.identity)
        .where({ id: identity.id })
        .update({ profile_data: JSON.stringify({ ...said, email_verified: true }) });
    },

    /** @returns the profile that has one of the identities; null where none has */
    async findByIdentity(trx: Knex.Transaction, keys: string[]): Promise<ProfileRef | null> {
      const identity: Row | undefined = await on(strapi, trx, UIDS.identity)
        .whereIn('identity_key', keys)
        .first('user_id', 'identity_key');
      return identity
        ? findProfile(trx, Number(identity.user_id), asText(identity.identity_key))
        : null;
    },

    remove: createRemoval(strapi, { findProfile, syncAccount }),

    /** Refuses every token that was issued until now, where tokens have no session. */
    async cutOffTokens(trx: Knex.Transaction, accountIds: number[]): Promise<void> {
      const documentIds = on(strapi, trx, STRAPI_UIDS.account)
        .whereIn('id', accountIds)
        .select('document_id');
      const userIds: Row[] = await on(strapi, trx, UIDS.identity)
        .whereIn('account', documentIds)
        .select('user_id');
      await on(strapi, trx, UIDS.user)
        .whereIn(
          'id',
          userIds.map((row) => Number(row.user_id))
        )
        .update({ tokens_not_before: new Date() });
    },

    ...createAccountFinders(strapi),
  };
};
