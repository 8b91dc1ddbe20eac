import type { Core } from '@strapi/types';

import { STRAPI_UIDS, UIDS } from '../../../../shared/constants';
import { foldIdentifier } from '../../../../shared/email';
import { normalizeText } from '../../../../shared/storable-text';
import { asBoolean, asDate, asText, query, tableName, type Row } from '../../runtime/database/rows';
import { hasNoProvider } from '../../utils/provider-of';
import { ACCOUNT_COLUMNS, accountOf, LOCAL_CONNECTION, type Account } from './account';
import { isOver, profileIn, withProfile, type ProfileRef } from './look-up';

/** The account that a client wants to log in as. */
export interface NamedAccount {
  accountId: number;
  /** Null if the account has no password. */
  passwordHash: string | null;
  /** False if Users & Permissions finds no account because this one has no provider. */
  hasProvider: boolean;
}

/** The same with its profile. */
export interface NamedUser extends NamedAccount {
  profile: ProfileRef | null;
  /** Whether the user is still blocked although the end of the block is over. */
  hasEndedBlock: boolean;
}

/**
 * The account that Users & Permissions would check for this identifier; otherwise one without a provider, to
 * which a failed login belongs.
 */
export const findByIdentifier = async (
  strapi: Core.Strapi,
  identifier: string
): Promise<NamedUser | null> => {
  const accounts = tableName(strapi, STRAPI_UIDS.account);
  const [id, email, username, provider, password] = [
    'id',
    'email',
    'username',
    'provider',
    'password',
  ].map((column) => `${accounts}.${column}`);
  const rows: Row[] = await withProfile(strapi, query(strapi, STRAPI_UIDS.account))
    .where((named) => named.where(email, foldIdentifier(identifier)).orWhere(username, identifier))
    .where((local) => local.whereIn(provider, [LOCAL_CONNECTION, '']).orWhereNull(provider))
    .orderBy(id)
    .limit(100)
    .select(id, provider, password);
  const found = rows.find((row) => row.provider === LOCAL_CONNECTION) ?? rows[0];
  return found
    ? {
        accountId: found.id,
        passwordHash: asText(found.password),
        hasProvider: !hasNoProvider(found.provider),
        profile: profileIn(found),
        hasEndedBlock: asBoolean(found.profile_blocked) && isOver(asDate(found.blocked_until)),
      }
    : null;
};

/** The account of a connection with this email or username. */
export const findInConnection = async (
  strapi: Core.Strapi,
  connection: string,
  identifier: string
): Promise<NamedAccount | null> => {
  const name = foldIdentifier(identifier);
  const findAccountWhere = async (where: object): Promise<NamedAccount | null> => {
    const row: Row | undefined = await query(strapi, STRAPI_UIDS.account)
      .where({ provider: connection, ...where })
      .first('id', 'password');
    return row
      ? { accountId: row.id, passwordHash: asText(row.password), hasProvider: true }
      : null;
  };
  const ofIdentity = async (found: Row | undefined): Promise<NamedAccount | null> =>
    found?.account ? findAccountWhere({ document_id: found.account }) : null;
  const identities = () => query(strapi, UIDS.identity).where({ connection });
  // Separate queries, each by an index: one query with OR would read the whole connection.
  const byEmail = await findAccountWhere({ email: name });
  if (byEmail) {
    return byEmail;
  }
  const byName = await ofIdentity(await identities().where({ login_name: name }).first('account'));
  if (byName) {
    return byName;
  }
  const named = query(strapi, UIDS.user)
    .where({ username: normalizeText(identifier) })
    .select('id');
  return ofIdentity(await identities().whereIn('user_id', named).first('account'));
};

/** The account with an email that Users & Permissions or one of its providers created. */
export const findNativeByEmail = async (
  strapi: Core.Strapi,
  email: string
): Promise<number | null> => {
  const rows: Row[] = await query(strapi, STRAPI_UIDS.account)
    .where({ email: foldIdentifier(email) })
    .limit(100)
    .select(...ACCOUNT_COLUMNS);
  return rows.map(accountOf).find(({ isNative }) => isNative)?.id ?? null;
};

/** The account to whose email address Users & Permissions mailed a token. */
export const findByToken = async (
  strapi: Core.Strapi,
  column: 'confirmation_token' | 'reset_password_token',
  token: string
): Promise<Account | null> => {
  const row: Row | undefined = await query(strapi, STRAPI_UIDS.account)
    .where({ [column]: token })
    .first(...ACCOUNT_COLUMNS);
  return row ? accountOf(row) : null;
};
