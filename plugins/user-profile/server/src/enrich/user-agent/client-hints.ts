import { clean } from '../../../../shared/storable-text';
import type { Traits } from './types';

interface Brand {
  name: string;
  version: string;
}

/** The low-entropy client hints, which Chromium browsers send by default (WICG UA-CH), parsed. */
export interface ClientHints {
  /** The most specific brand; null if the header lists no brand. */
  brand: Brand | null;
  mobile: boolean | null;
  platform: string | null;
}

export type Headers = Record<string, string | string[] | undefined>;

const MAX_HEADER = 512;
const MAX_BRAND = 64;
const MAX_VERSION = 32;

/** Items of a structured header: `"Google Chrome";v="131"`. */
const BRAND_ITEM = /"((?:[^"\\]|\\.)*)"\s*;\s*v="([^"]*)"/g;

const ENGINE_BRAND = 'Chromium';

const BRAND_NAMES = new Map([
  ['Google Chrome', 'Chrome'],
  ['Microsoft Edge', 'Edge'],
  ['HeadlessChrome', 'Headless Chrome'],
  ['YaBrowser', 'Yandex'],
]);

const PLATFORMS = new Map([
  ['Android', 'Android'],
  ['Chrome OS', 'ChromeOS'],
  ['Chromium OS', 'ChromeOS'],
  ['Linux', 'Linux'],
  ['macOS', 'macOS'],
  ['Windows', 'Windows'],
]);

/** Other browsers copy the user agent of these, so a brand is more reliable. */
const COPIED_BROWSERS = new Set<string | null>([null, 'Chrome', 'Chromium']);

/** The GREASE brand, whose spelling varies on purpose: `Not_A Brand`, `Not/A)Brand`. */
const isGrease = (brand: string): boolean =>
  brand.replace(/[^a-z]/gi, '').toLowerCase() === 'notabrand';

const parseBrand = (header: string): Brand | null => {
  const brands: Brand[] = [];
  for (const [, text, version] of header.matchAll(BRAND_ITEM)) {
    const name = clean(text, MAX_BRAND);
    if (name === null || isGrease(name)) {
      continue;
    }
    brands.push({
      name: BRAND_NAMES.get(name) ?? name,
      version: clean(version, MAX_VERSION) ?? '',
    });
  }
  return brands.find(({ name }) => name !== ENGINE_BRAND) ?? brands[0] ?? null;
};

const parseMobile = (header: string): boolean | null => {
  if (header === '?1') {
    return true;
  }
  return header === '?0' ? false : null;
};

const parsePlatform = (header: string): string | null =>
  PLATFORMS.get(header.replace(/^"|"$/g, '')) ?? null;

/**
 * Reads the client hints of a request.
 *
 * @param headers names in lower case, as in Node.js
 */
export const readClientHints = (headers: Headers): ClientHints => {
  const read = (name: string): string => clean(headers[name], MAX_HEADER) ?? '';
  return {
    brand: parseBrand(read('sec-ch-ua')),
    mobile: parseMobile(read('sec-ch-ua-mobile')),
    platform: parsePlatform(read('sec-ch-ua-platform')),
  };
};

const withBrand = (traits: Traits, brand: Brand | null): Traits => {
  if (brand === null || !COPIED_BROWSERS.has(traits.browser)) {
    return traits;
  }
  if (brand.name === traits.browser || brand.name === ENGINE_BRAND) {
    return { ...traits, browser: traits.browser ?? brand.name };
  }
  const type = brand.name === 'Headless Chrome' ? 'bot' : traits.type;
  return { ...traits, browser: brand.name, browser_version: brand.version || null, type };
};

/**
 * Completes the traits of a browser from its client hints. Some browsers, such as Brave, have the user
 * agent of Chrome and differ in the hints only.
 */
export const applyClientHints = (traits: Traits, hints: ClientHints): Traits => {
  if (traits.type === 'app' || traits.type === 'cli' || traits.type === 'bot') {
    return traits;
  }
  const { os, type, ...rest } = withBrand(traits, hints.brand);
  const stillUnknown = type === null || type === 'desktop';
  return {
    ...rest,
    os: os ?? hints.platform,
    type: hints.mobile && stillUnknown ? 'mobile' : type,
  };
};
