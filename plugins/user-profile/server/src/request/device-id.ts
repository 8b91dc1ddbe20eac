import type { RequestFacts } from '../enrich';
import { sha256 } from '../utils/sha256';

export const MAX_DEVICE_ID = 64;
const HASH_LENGTH = 32;

export const hashedDeviceId = (parts: (string | null)[]): string => {
  const hash = sha256(...parts.map((part) => part ?? ''));
  return `auto-${hash.slice(0, HASH_LENGTH)}`;
};

/**
 * The id of the device that a request came from, for a client that names none: the same user with the
 * same kind of browser in the same application is one device. Versions do not count, since browsers
 * update themselves.
 *
 * @param owner the profile's `documentId`
 */
export const autoDeviceId = (owner: string, facts: RequestFacts): string =>
  hashedDeviceId([
    owner,
    facts.application.client_id ?? facts.application.name,
    facts.device.browser,
    facts.device.os,
    facts.device.type,
  ]);

/**
 * In `legacy-support` mode a token gets its device while it is signed, where the profile cannot be
 * looked up: the account stands for it.
 */
export const legacyDeviceId = (accountId: number, facts: RequestFacts): string =>
  autoDeviceId(`account:${accountId}`, facts);

/** What can stand in a path as it is. `.` and `..` cannot: an address with them is another address. */
const PLAIN_ID = /^[\w-][\w.:@+-]*$/;

/** The id that a client chose; one that is too long, or not plain, is replaced by its hash. */
export const clientDeviceId = (value: unknown): string | null => {
  if (typeof value !== 'string' || value.trim() === '') {
    return null;
  }
  const isPlain = value.length <= MAX_DEVICE_ID && PLAIN_ID.test(value);
  return isPlain ? value : hashedDeviceId([value]);
};
