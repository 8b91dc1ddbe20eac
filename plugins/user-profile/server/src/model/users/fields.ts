import type { Profile, PartialProfile } from '../../../../shared/contracts/users';

export type ProfileField = keyof Profile;

/** Always returned, so a client that asks for a few attributes can tell the users apart. */
const IDS: readonly ProfileField[] = ['documentId', 'user_id'];

/** A separate parameter asks for them. */
const ASKED_APART: readonly ProfileField[] = ['account_fields'];

/** @param fields the attributes to return, if the profile has them; all if omitted */
export const pickFields = (profile: Profile, fields?: readonly ProfileField[]): PartialProfile => {
  if (!fields) {
    return profile;
  }
  const wanted = new Set<string>([...IDS, ...ASKED_APART, ...fields]);
  return Object.fromEntries(
    Object.entries(profile).filter(([field]) => wanted.has(field))
  ) as PartialProfile;
};
