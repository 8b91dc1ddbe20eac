import { LRUCache } from 'lru-cache';

import { clean } from '../../../../shared/storable-text';
import { parseBrowser } from './browser';
import { applyClientHints, type ClientHints } from './client-hints';
import { recognize } from './rules';
import type { DeviceDescription, Traits } from './types';

export const MAX_USER_AGENT = 512;
const MAX_BROWSER = 64;
const MAX_VERSION = 32;
const MAX_SYSTEM = 48;
/** Descriptions. A site sees few kinds of clients, but a client can send any number of user agents. */
const CACHE_CAPACITY = 1000;

const UNKNOWN: Traits = { browser: null, browser_version: null, os: null, type: null };

const HANDHELD_TYPES = new Set<string | null>(['mobile', 'tablet', 'wearable']);
const HANDHELD_SYSTEMS = new Set<string | null>(['Android', 'HarmonyOS', 'iOS', 'iPadOS']);

const cache = new LRUCache<string, DeviceDescription>({ max: CACHE_CAPACITY });

const nameOf = ({ browser, os }: Traits): string => {
  if (browser === null) {
    return os === null ? 'Unknown device' : `${os} device`;
  }
  // Avoids "Android WebView on Android".
  if (os === null || browser.includes(os)) {
    return browser;
  }
  return `${browser} on ${os}`;
};

/** Chrome's reduced user agent replaces the minor versions by zeros, as in 131.0.0.0. */
const versionOf = (version: string | null): string | null =>
  clean(version, MAX_VERSION)?.replace(/\.0\.0\.0$/, '') ?? null;

const isMobile = ({ type, os }: Traits): boolean =>
  HANDHELD_TYPES.has(type) || (type === 'app' && HANDHELD_SYSTEMS.has(os));

const complete = (traits: Traits): DeviceDescription => {
  const fitting: Traits = {
    browser: clean(traits.browser, MAX_BROWSER),
    browser_version: versionOf(traits.browser_version),
    os: clean(traits.os, MAX_SYSTEM),
    type: traits.type,
  };
  return Object.freeze({ name: nameOf(fitting), ...fitting, is_mobile: isMobile(fitting) });
};

const read = (userAgent: string | null): Traits => {
  if (userAgent === null) {
    return UNKNOWN;
  }
  const parsed = parseBrowser(userAgent);
  return recognize(userAgent, parsed) ?? parsed;
};

/**
 * Describes the client that sent a request.
 *
 * @param userAgent the header as received; only the first 512 characters are read
 * @param hints the client hints of the request, if any
 * @returns a frozen object, shared by requests with the same headers
 */
export const describeUserAgent = (
  userAgent: string | null,
  hints?: ClientHints
): DeviceDescription => {
  const text = clean(userAgent, MAX_USER_AGENT);
  const key = JSON.stringify([text, hints]);
  const cached = cache.get(key);
  if (cached) {
    return cached;
  }
  const traits = read(text);
  const description = complete(hints ? applyClientHints(traits, hints) : traits);
  cache.set(key, description);
  return description;
};
