import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../../shared/constants';
import { foldIdentifier } from '../../../../shared/email';
import { asBoolean, asText, query, table, type Row } from '../../runtime/database/rows';
import { WHERE_LOCAL } from '../../utils/provider-of';
import { normalizeText } from '../../utils/storable-text';
import { toUserRow, type UserRow } from '../users/user-row';
import { ACCOUNT_COLUMNS, accountOf, LOCAL_CONNECTION, type Account } from './account';

/** The account that a client wants to log in as. */
export interface NamedAccount {
  accountId: number;
  /** Null if the account has no password. */
  passwordHash: string | null;
}

/** What a login checks again before its tokens are sent. */
export interface LoginState {
  id: number;
  blocked: boolean;
  passwordHash: string | null;
}

const LOGIN_STATE_COLUMNS = ['id', 'blocked', 'password'] as const;

const toLoginState = (row: Row): LoginState => ({
  id: row.id,
  blocked: asBoolean(row.blocked),
  passwordHash: asText(row.password),
});

export const findLoginState = async (
  strapi: Core.Strapi,
  id: number
): Promise<LoginState | null> => {
  const row: Row | undefined = await query(strapi, STRAPI_UIDS.account)
    .where({ id })
    .first(...LOGIN_STATE_COLUMNS);
  return row ? toLoginState(row) : null;
};

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
): Promise<LoginState | null> => {
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
    .first(...LOGIN_STATE_COLUMNS.map((column) => `${accounts}.${column}`));
  return account ? toLoginState(account) : null;
};

/** Finds accounts by what a client sent: identifier, email address or the token of a mailed link. */
export const createAccountFinders = (strapi: Core.Strapi) => ({
  /**
   * The account that Users & Permissions would check for this identifier; otherwise one without a provider, to
   * which a failed login belongs.
   */
  async findByIdentifier(identifier: string): Promise<NamedAccount | null> {
    const accounts: { id: number; provider: string | null; password: string | null }[] =
      await strapi.db.query(STRAPI_UIDS.account).findMany({
        select: ['id', 'provider', 'password'],
        where: {
          $and: [
            WHERE_LOCAL,
            { $or: [{ email: foldIdentifier(identifier) }, { username: identifier }] },
          ],
        },
        limit: 100,
      });
    const found = accounts.find(({ provider }) => provider === LOCAL_CONNECTION) ?? accounts[0];
    return found ? { accountId: found.id, passwordHash: asText(found.password) } : null;
  },

  /** The account of a connection with this email or username. */
  async findInConnection(connection: string, identifier: string): Promise<NamedAccount | null> {
    const name = foldIdentifier(identifier);
    const findAccountWhere = async (where: object): Promise<NamedAccount | null> => {
      const row: Row | undefined = await query(strapi, STRAPI_UIDS.account)
        .where({ provider: connection, ...where })
        .first('id', 'password');
      return row ? { accountId: row.id, passwordHash: asText(row.password) } : null;
    };
    const ofIdentity = async (found: Row | undefined): Promise<NamedAccount | null> =>
      found?.account ? findAccountWhere({ document_id: found.account }) : null;
    const identities = () => query(strapi, UIDS.identity).where({ connection });
    // Separate queries, each by an index: one query with OR would read the whole connection.
    const byEmail = await findAccountWhere({ email: name });
    if (byEmail) {
      return byEmail;
    }
    const byName = await ofIdentity(
      await identities().where({ login_name: name }).first('account')
    );
    if (byName) {
      return byName;
    }
    const named = query(strapi, UIDS.user)
      .where({ username: normalizeText(identifier) })
      .select('id');
    return ofIdentity(await identities().whereIn('user_id', named).first('account'));
  },

  /** The account with an email that Users & Permissions or one of its providers created. */
  async findNativeByEmail(email: string): Promise<number | null> {
    const rows: Row[] = await query(strapi, STRAPI_UIDS.account)
      .where({ email: foldIdentifier(email) })
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
