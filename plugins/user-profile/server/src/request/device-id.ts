import type { RequestFacts } from '../enrich';
import { sha256 } from '../utils/sha256';

const MAX_DEVICE_ID = 64;
const HASH_LENGTH = 32;

export const hashedDeviceId = (parts: (string | null)[]): string => {
  const hash = sha256(...parts.map((part) => part ?? ''));
  return `auto-${hash.slice(0, HASH_LENGTH)}`;
};

/**
 * The device id for a client that sends none: the same user with the same kind of browser in the same
 * application is one device. Versions do not count, because browsers update themselves.
 *
 * @param owner the `documentId` of the profile
 */
export const autoDeviceId = (owner: string, facts: RequestFacts): string =>
  hashedDeviceId([
    owner,
    facts.application.client_id ?? facts.application.name,
    facts.device.browser,
    facts.device.os,
    facts.device.type,
  ]);

/** In `legacy-support` mode the device id is needed while a token is signed, before the profile is known. */
export const legacyDeviceId = (accountId: number, facts: RequestFacts): string =>
  autoDeviceId(`account:${accountId}`, facts);

/**
 * Characters that need no encoding in a URL path. A leading dot is excluded: `.` and `..` would change the path.
 */
const PLAIN_ID = /^[\w-][\w.:@+-]*$/;

/** The device id that a client sent; its hash if it is too long or needs encoding in a URL. */
export const clientDeviceId = (value: unknown): string | null => {
  if (typeof value !== 'string' || value.trim() === '') {
    return null;
  }
  const isPlain = value.length <= MAX_DEVICE_ID && PLAIN_ID.test(value);
  return isPlain ? value : hashedDeviceId([value]);
};
