import type { JsonObject } from '../../../../shared/contracts/users';
import { clean } from '../../enrich';
import { asBoolean, asDate, asText, type Row, asJson } from '../../runtime/database/rows';
import { rootAttributesIn } from '../connections/source-profile';

/** A user of Users & Permissions, as far as the profile mirrors it. */
export interface Account {
  id: number;
  documentId: string;
  email: string | null;
  username: string | null;
  provider: string;
  blocked: boolean;
  createdAt: Date;
  /** Whether Users & Permissions or one of its providers made it, and not a connection of the plugin. */
  isNative: boolean;
  /** The name that the person chose; the accounts of the plugin's connections are named by `user_id`. */
  ownUsername: string | null;
}

export const ACCOUNT_COLUMNS = [
  'id',
  'document_id',
  'email',
  'username',
  'provider',
  'blocked',
  'created_at',
] as const;

/** `strategy|connection|id`, which is no name that a provider of Users & Permissions may give its users. */
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
  const provider = asText(row.provider) ?? 'local';
  const username = clean(row.username, USERNAME_LENGTH);
  const isNative = !isNamedByUserId(username, provider);
  return {
    id: Number(row.id),
    documentId: String(row.document_id),
    email: clean(row.email, EMAIL_LENGTH)?.toLowerCase() ?? null,
    username,
    provider,
    blocked: asBoolean(row.blocked),
    createdAt: asDate(row.created_at) ?? new Date(),
    isNative,
    ownUsername: isNative ? username : null,
  };
};

/** The strategies whose ids stand alone in a `user_id`; all others name their connection as well. */
export const LOCAL_CONNECTION = 'local';

/** What Users & Permissions says of its user, where it is the source itself. */
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
 * The root attributes that follow the account. U&P's `confirmed` is no proof of the email: it is true
 * for everybody while confirmation is switched off.
 *
 * @param said what the source said of the person; where it names the person, that stands
 */
export const mirroredAttributes = (
  account: Account,
  said: JsonObject = {},
  overrides: readonly string[] = []
) => {
  const known = rootAttributesIn(said);
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
    ...Object.fromEntries(free),
  };
};

/** The columns of a profile that `changesOf` compares. */
export const MIRRORED_COLUMNS = [
  'email',
  'username',
  'blocked',
  'name',
  'nickname',
  'overrides',
] as const;

/**
 * What must change for a profile to follow its account.
 *
 * @param profile a row of the users table with the mirrored columns
 * @param said what the source said of the person
 */
export const changesOf = (
  profile: Row,
  account: Account,
  said: JsonObject
): Record<string, unknown> => {
  const wanted = mirroredAttributes(account, said, asJson<string[]>(profile.overrides, []));
  const current: Record<string, unknown> = { ...profile, blocked: asBoolean(profile.blocked) };
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
