import { PROFILE_FIELDS } from '../../../../shared/user-fields';
import type { ProfileWithHashes } from './password-hashes';

/** The attributes of Auth0's schema for imported users, which accepts no others. */
const ATTRIBUTES = [
  ...PROFILE_FIELDS,
  'blocked',
  'user_metadata',
  'app_metadata',
  'password_hash',
  'custom_password_hash',
] as const satisfies readonly (keyof ProfileWithHashes)[];

const AUTH0_PREFIX = 'auth0|';

/**
 * Auth0 adds the prefix of its connection to `user_id`. A user who came from there returns with the same id, which
 * is not that of the identity: accounts of Users & Permissions have other ids.
 */
const idOf = ({ user_id: id, identities: [primary] }: ProfileWithHashes): string =>
  id.startsWith(AUTH0_PREFIX) ? id.slice(AUTH0_PREFIX.length) : (primary?.user_id ?? id);

/** Accounts of Users & Permissions need a username; the email address stands for one that a user does not have. */
const hasUsername = ({ username, email }: ProfileWithHashes): boolean =>
  username !== undefined && username !== email;

/** A user as Auth0's import accepts it. */
export const auth0UserOf = (profile: ProfileWithHashes): Record<string, unknown> => ({
  user_id: idOf(profile),
  ...Object.fromEntries(
    ATTRIBUTES.filter(
      (name) => profile[name] !== undefined && (name !== 'username' || hasUsername(profile))
    ).map((name) => [name, profile[name]])
  ),
});
