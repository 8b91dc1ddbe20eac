/** Which keys `user_metadata` may contain, at any depth. The panel imports this, so no zod here. */

import { isStorable } from './storable-text';

/** Keys that would change an object's prototype. */
const PROTOTYPE_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

export const isForbiddenMetadataKey = (key: string): boolean =>
  PROTOTYPE_KEYS.has(key) || /[.$]/.test(key) || !isStorable(key);
