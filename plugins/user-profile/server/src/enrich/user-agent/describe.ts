import { clean } from '../text';
import { parseBrowser } from './browser';
import { applyClientHints, type ClientHints } from './client-hints';
import { LruCache } from './lru';
import { recognise } from './rules';
import type { DeviceDescription, Traits } from './types';

export const MAX_USER_AGENT = 512;
const MAX_BROWSER = 64;
const MAX_VERSION = 32;
const MAX_SYSTEM = 48;
const CACHE_CAPACITY = 1000;

const UNKNOWN: Traits = { browser: null, browser_version: null, os: null, type: null };

const HANDHELD_TYPES = new Set<string | null>(['mobile', 'tablet', 'wearable']);
const HANDHELD_SYSTEMS = new Set<string | null>(['Android', 'HarmonyOS', 'iOS', 'iPadOS']);

const cache = new LruCache<string, DeviceDescription>(CACHE_CAPACITY);

const nameOf = ({ browser, os }: Traits): string => {
  if (browser === null) {
    return os === null ? 'Unknown device' : `${os} device`;
  }
  // "Android WebView on Android" says it twice.
  if (os === null || browser.includes(os)) {
    return browser;
  }
  return `${browser} on ${os}`;
};

/** The zeros of 131.0.0.0 are what Chrome's reduced user agent hides the rest behind. */
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
  return recognise(userAgent, parsed) ?? parsed;
};

/**
 * Tells what sent a request.
 *
 * @param userAgent the header as it came; what is beyond 512 characters is not looked at
 * @param hints the client hints that came with it, if any
 * @returns a frozen object, which requests of the same kind share
 */
export const describeUserAgent = (
  userAgent: string | null,
  hints?: ClientHints
): DeviceDescription => {
  const text = clean(userAgent, MAX_USER_AGENT);
  return cache.getOrMake(JSON.stringify([text, hints]), () => {
    const traits = read(text);
    return complete(hints ? applyClientHints(traits, hints) : traits);
  });
};
