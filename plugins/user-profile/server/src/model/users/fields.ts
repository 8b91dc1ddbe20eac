import type { Profile, PartialProfile } from '../../../../shared/contracts/users';

export type ProfileField = keyof Profile;

/** Always answered, so that whoever asked for a few attributes knows whose they are. */
const IDS: readonly ProfileField[] = ['documentId', 'user_id'];

/** The attributes that were asked for, as far as the profile has them; all where none were named. */
export const pickFields = (profile: Profile, fields?: readonly ProfileField[]): PartialProfile => {
  if (!fields) {
    return profile;
  }
  const wanted = new Set<string>([...IDS, ...fields]);
  return Object.fromEntries(
    Object.entries(profile).filter(([field]) => wanted.has(field))
  ) as PartialProfile;
};
