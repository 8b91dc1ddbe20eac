import { createHash } from 'node:crypto';
import { asBoolean, asJson, type Row } from '../../database/rows';
import type { JsonObject } from '../../../../shared/contracts/users';
import type { Account } from './account';

/** The strategies whose ids stand alone in a `user_id`; all others name their connection as well. */
export const LOCAL_CONNECTION = 'local';

/** What the source says of a user of Users & Permissions. */
export const sourceAttributes = (account: Account): JsonObject => ({
  email: account.email,
  username: account.username,
});

const nicknameOf = (account: Account): string | null =>
  account.email ? account.email.slice(0, account.email.lastIndexOf('@')) : account.username;

/**
 * The root attributes that follow the account. U&P's `confirmed` is no proof of the email: it is true
 * for everybody while confirmation is switched off.
 */
export const mirroredAttributes = (account: Account, overrides: readonly string[] = []) => {
  const derived: Record<string, string | null> = {
    name: account.email ?? account.username ?? account.documentId,
    nickname: nicknameOf(account) ?? account.documentId,
  };
  const kept = Object.entries(derived).filter(([attribute]) => !overrides.includes(attribute));
  return {
    email: account.email,
    username: account.username,
    blocked: account.blocked,
    ...Object.fromEntries(kept),
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
 */
export const changesOf = (profile: Row, account: Account): Record<string, unknown> => {
  const wanted = mirroredAttributes(account, asJson<string[]>(profile.overrides, []));
  const current: Record<string, unknown> = { ...profile, blocked: asBoolean(profile.blocked) };
  return Object.fromEntries(
    Object.entries(wanted).filter(([key, value]) => current[key] !== value)
  );
};

export const userIdOf = (account: Account): string => `${account.provider}|${account.documentId}`;

/**
 * One key for one identity. Databases differ in how they compare text (case, accents, trailing
 * blanks), so the unique constraint is on a hash.
 */
export const identityKey = (connection: string, externalId: string): string =>
  createHash('sha256').update(`${connection}\0${externalId}`).digest('hex');
