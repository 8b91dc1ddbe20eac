import type { Attempt } from '../../request/attempt';
import type { ProfileRef } from './look-up';

/** The profiles that an attempt has looked up, by account id: a login needs its profile several times. */
const remembered = new WeakMap<Attempt, Map<number, ProfileRef>>();

/** Remembers the profile of an account for the rest of an attempt. */
export const rememberProfile = (
  attempt: Attempt | undefined,
  accountId: number,
  profile: ProfileRef | null
): void => {
  if (attempt && profile) {
    remembered.set(attempt, (remembered.get(attempt) ?? new Map()).set(accountId, profile));
  }
};

/**
 * What an attempt remembers of an account's profile. Linking may have deleted the row since then: code that finds
 * it missing must call `ensureProfile`.
 */
export const rememberedProfile = (
  attempt: Attempt | undefined,
  accountId: number | null | undefined
): ProfileRef | null => (attempt && accountId && remembered.get(attempt)?.get(accountId)) || null;
