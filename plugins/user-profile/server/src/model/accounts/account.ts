import type { JsonObject } from '../../../../shared/contracts/users';
import { foldIdentifier } from '../../../../shared/email';
import { clean, normalizeText, toStorable } from '../../../../shared/storable-text';
import { asBoolean, asDate, type Row } from '../../runtime/database/rows';
import { foldText } from '../../utils/fold-text';
import { LOCAL_PROVIDER, providerOf } from '../../utils/provider-of';
import { rootAttributesIn } from '../connections/source-profile';
import type { UserRow } from '../users/user-row';

/** A user of Users & Permissions: the attributes that the profile mirrors. */
export interface Account {
  id: number;
  documentId: string;
  email: string | null;
  username: string | null;
  provider: string;
  blocked: boolean;
  /** True for all users while email confirmation is off. */
  confirmed: boolean;
  createdAt: Date;
  /** Whether Users & Permissions or one of its providers created it, not a connection of the plugin. */
  isNative: boolean;
  /** The values of the searched account fields, folded; null without any. */
  searchText: string | null;
  /** The username that the user chose. Accounts of the plugin's connections have the `user_id` there. */
  ownUsername: string | null;
}

const OWN_COLUMNS = [
  'id',
  'document_id',
  'email',
  'username',
  'provider',
  'blocked',
  'confirmed',
  'created_at',
] as const;

/** The columns that `accountOf` reads. */
export const ACCOUNT_COLUMNS: string[] = [...OWN_COLUMNS];

/** Sets the columns of the account fields that the search box finds users by. */
export const searchAccountColumns = (columns: string[]): void => {
  ACCOUNT_COLUMNS.splice(OWN_COLUMNS.length, Infinity, ...columns);
};

const MAX_SEARCH_TEXT = 2000;

const searchTextIn = (row: Row): string | null => {
  const values = ACCOUNT_COLUMNS.slice(OWN_COLUMNS.length)
    .map((column) => row[column])
    .filter((value) => value !== null && value !== undefined && value !== '');
  // The cut may split a surrogate pair.
  const text = toStorable(foldText(values.join(' ')).slice(0, MAX_SEARCH_TEXT));
  return text === '' ? null : text;
};

/** Whether a username is `strategy|connection|id`, which Users & Permissions never gives its own users. */
export const isNamedByUserId = (username: string | null, provider: string): boolean => {
  if (provider === 'local' || username === null) {
    return false;
  }
  const [strategy, connection, id] = username.split('|');
  return /^[a-z][a-z0-9-]*$/.test(strategy) && connection === provider && id !== undefined;
};

const EMAIL_LENGTH = 255;
const USERNAME_LENGTH = 255;

export const accountOf = (row: Row): Account => {
  const provider = providerOf(row.provider);
  const accountName = clean(row.username, USERNAME_LENGTH);
  const email = clean(row.email, EMAIL_LENGTH);
  const isNative = !isNamedByUserId(accountName, provider);
  // A `user_id` contains the id at the source, which is another id in another composition.
  const username = isNative && accountName !== null ? normalizeText(accountName) : accountName;
  return {
    id: Number(row.id),
    documentId: String(row.document_id),
    email: email === null ? null : foldIdentifier(email),
    username,
    provider,
    blocked: asBoolean(row.blocked),
    confirmed: asBoolean(row.confirmed),
    createdAt: asDate(row.created_at) ?? new Date(),
    isNative,
    searchText: searchTextIn(row),
    ownUsername: isNative ? username : null,
  };
};

/** Users & Permissions' own email and password. */
export const LOCAL_CONNECTION = LOCAL_PROVIDER;

/** The claims of an account whose source is Users & Permissions itself. */
export const sourceAttributes = (account: Account): JsonObject => ({
  email: account.email,
  username: account.username,
});

/** Claims with the email address of the account. `email_verified` is about the one that it came with. */
export const withEmail = (claims: JsonObject, email: string | null): JsonObject =>
  claims.email === email ? claims : { ...claims, email, email_verified: false };

const nicknameOf = (account: Account): string | null =>
  account.email ? account.email.slice(0, account.email.lastIndexOf('@')) : account.username;

/**
 * The root attributes that follow the account. U&P's `confirmed` does not prove the email address: it is
 * true for all users while email confirmation is off.
 *
 * @param claims take precedence for name and nickname
 */
export const mirroredAttributes = (
  account: Account,
  claims: JsonObject = {},
  overrides: readonly string[] = []
) => {
  const known = rootAttributesIn(claims);
  const derived: Record<string, string | null> = {
    name: account.email ?? known.nickname ?? account.ownUsername ?? account.documentId,
    nickname: nicknameOf(account) ?? account.documentId,
  };
  const free = Object.entries(derived).filter(
    ([attribute]) => !overrides.includes(attribute) && known[attribute] === undefined
  );
  return {
    email: account.email,
    ...(account.isNative ? { username: account.username } : {}),
    blocked: account.blocked,
    folded_account_fields: account.searchText,
    ...Object.fromEntries(free),
  };
};

/** The columns of the users table that `changesOf` compares. */
export const MIRRORED_COLUMNS = [
  'email',
  'username',
  'blocked',
  'name',
  'nickname',
  'overrides',
  'folded_account_fields',
] as const;

/** The changes that bring a profile in line with its account. */
export const changesOf = (
  profile: Pick<UserRow, (typeof MIRRORED_COLUMNS)[number]>,
  account: Account,
  claims: JsonObject
): Record<string, unknown> => {
  const wanted = mirroredAttributes(account, claims, profile.overrides);
  const current: Record<string, unknown> = { ...profile };
  return Object.fromEntries(
    Object.entries(wanted).filter(([key, value]) => current[key] !== value)
  );
};

/** The `user_id` and the external id that follow from an account alone. */
export const accountIdentity = (account: Account): { userId: string; externalId: string } => {
  if (account.isNative) {
    const externalId = account.documentId;
    return { externalId, userId: `${account.provider}|${externalId}` };
  }
  const userId = account.username ?? account.documentId;
  const [, , ...rest] = userId.split('|');
  return { userId, externalId: rest.join('|') };
};
