import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../../shared/constants';
import { asBoolean, asText, query, table, type Row } from '../../runtime/database/rows';
import { normalizeText } from '../../utils/storable-text';
import { toUserRow, type UserRow } from '../users/user-row';
import { ACCOUNT_COLUMNS, accountOf, LOCAL_CONNECTION, type Account } from './account';

/** Identifies a profile, for events, devices and the event hub. */
export interface ProfileRef {
  id: number;
  documentId: string;
  userId: string;
  name: string | null;
  connection: string;
  /** The key of the identity that led to the profile; null if none did. */
  identityKey: string | null;
}

/** @param identityKey of the identity that led to the user */
export const refOf = (row: UserRow, identityKey: string | null): ProfileRef => ({
  id: row.id,
  documentId: row.document_id,
  userId: row.user_id,
  name: row.name,
  connection: row.connection,
  identityKey,
});

/** @param id of the row in the users table */
export const findProfile = async (
  strapi: Core.Strapi,
  id: number,
  identityKey: string | null
): Promise<ProfileRef | null> => {
  const row: Row | undefined = await query(strapi, UIDS.user)
    .where({ id })
    .first('id', 'document_id', 'user_id', 'name', 'connection');
  return row ? refOf(toUserRow(row), identityKey) : null;
};

/** @returns the profile that has one of the identities; null if there is no such profile */
export const findProfileByIdentity = async (
  strapi: Core.Strapi,
  keys: string[]
): Promise<ProfileRef | null> => {
  const identity: Row | undefined = await query(strapi, UIDS.identity)
    .whereIn('identity_key', keys)
    .first('user_id', 'identity_key');
  return identity
    ? findProfile(strapi, Number(identity.user_id), asText(identity.identity_key))
    : null;
};

export const findAccount = async (
  strapi: Core.Strapi,
  where: { id: number } | { document_id: string | null }
): Promise<Account | null> => {
  const row: Row | undefined = await query(strapi, STRAPI_UIDS.account)
    .where(where)
    .first(...ACCOUNT_COLUMNS);
  return row ? accountOf(row) : null;
};

/**
 * The account that a user logs in as, with every identity: that of the primary identity or, if that
 * account was deleted, of the oldest identity that has one.
 */
export const findPrimaryAccount = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  userId: number
): Promise<{ id: number; blocked: boolean } | null> => {
  const [accounts, identities] = [STRAPI_UIDS.account, UIDS.identity].map(
    (uid) => strapi.db.metadata.get(uid).tableName
  );
  const account: Row | undefined = await table(strapi, trx, UIDS.identity)
    .join(accounts, `${accounts}.document_id`, `${identities}.account`)
    .where(`${identities}.user_id`, userId)
    .orderBy([
      { column: `${identities}.is_primary`, order: 'desc' },
      { column: `${identities}.id` },
    ])
    .first(`${accounts}.id`, `${accounts}.blocked`);
  return account ? { id: account.id, blocked: asBoolean(account.blocked) } : null;
};

/** Finds accounts by what a client sent: identifier, email address or the token of a mailed link. */
export const createAccountFinders = (strapi: Core.Strapi) => ({
  /** The account that Users & Permissions would check for this identifier. */
  async findByIdentifier(identifier: string): Promise<number | null> {
    const account = await strapi.db.query(STRAPI_UIDS.account).findOne({
      select: ['id'],
      where: {
        provider: LOCAL_CONNECTION,
        $or: [{ email: identifier.toLowerCase() }, { username: identifier }],
      },
    });
    return account?.id ?? null;
  },

  /** The account of a connection with this email or username. */
  async findInConnection(connection: string, identifier: string): Promise<number | null> {
    const written = normalizeText(identifier);
    const name = written.toLowerCase();
    const accounts = () => query(strapi, STRAPI_UIDS.account).where({ provider: connection });
    const ofIdentity = async (found: Row | undefined): Promise<Row | undefined> =>
      found?.account ? accounts().where({ document_id: found.account }).first('id') : undefined;
    const identities = () => query(strapi, UIDS.identity).where({ connection });
    // Separate queries, each by an index: one query with OR would read the whole connection.
    const byEmail: Row | undefined = await accounts().where({ email: name }).first('id');
    if (byEmail) {
      return byEmail.id;
    }
    const byName = await ofIdentity(
      await identities().where({ login_name: name }).first('account')
    );
    if (byName) {
      return byName.id;
    }
    const named = query(strapi, UIDS.user).where({ username: written }).select('id');
    const byUsername = await ofIdentity(
      await identities().whereIn('user_id', named).first('account')
    );
    return byUsername?.id ?? null;
  },

  /** The account with an email that Users & Permissions or one of its providers created. */
  async findNativeByEmail(email: string): Promise<number | null> {
    const rows: Row[] = await query(strapi, STRAPI_UIDS.account)
      .where({ email: email.toLowerCase() })
      .limit(100)
      .select(...ACCOUNT_COLUMNS);
    return rows.map(accountOf).find(({ isNative }) => isNative)?.id ?? null;
  },

  /** The account to whose email address Users & Permissions mailed a token. */
  async findByToken(
    column: 'confirmation_token' | 'reset_password_token',
    token: string
  ): Promise<Account | null> {
    const row: Row | undefined = await query(strapi, STRAPI_UIDS.account)
      .where({ [column]: token })
      .first(...ACCOUNT_COLUMNS);
    return row ? accountOf(row) : null;
  },
});
