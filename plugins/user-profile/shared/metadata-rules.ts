/** Which keys `user_metadata` may contain, at any depth. The panel imports this, so no zod here. */

/** Keys that would change an object's prototype. */
const PROTOTYPE_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** NUL and lone surrogates are forbidden because PostgreSQL cannot store them. */
const FORBIDDEN_CHARACTERS = /[.$\0\p{Surrogate}]/u;

export const isForbiddenMetadataKey = (key: string): boolean =>
  PROTOTYPE_KEYS.has(key) || FORBIDDEN_CHARACTERS.test(key);
