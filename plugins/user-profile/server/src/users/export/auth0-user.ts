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

/**
 * A user as Auth0's import accepts it. Auth0 adds the prefix of its connection to `user_id`, so this is the id
 * without one.
 */
export const auth0UserOf = (profile: ProfileWithHashes): Record<string, unknown> => ({
  user_id: profile.identities[0]?.user_id ?? profile.user_id,
  ...Object.fromEntries(
    ATTRIBUTES.filter((name) => profile[name] !== undefined).map((name) => [name, profile[name]])
  ),
});
