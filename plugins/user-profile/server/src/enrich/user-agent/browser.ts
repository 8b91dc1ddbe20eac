import UAParser from 'ua-parser-js';

import type { DeviceType, Traits } from './types';

const BROWSERS = new Map([
  ['Chrome WebView', 'Android WebView'],
  ['GSA', 'Google app'],
  ['IE', 'Internet Explorer'],
  ['UCBrowser', 'UC Browser'],
  // A web view in an iOS app.
  ['WebKit', 'WebView'],
]);

/** Keys in lower case: ua-parser-js 1 copies some names from the header as they are written there. */
const SYSTEMS = new Map([
  ['android', 'Android'],
  ['chromium os', 'ChromeOS'],
  ['harmonyos', 'HarmonyOS'],
  ['linux', 'Linux'],
  ['mac os', 'macOS'],
  ['tizen', 'Tizen'],
  ['webos', 'webOS'],
]);

const TYPES = new Map<string, DeviceType>([
  ['console', 'console'],
  ['mobile', 'mobile'],
  ['smarttv', 'tv'],
  ['tablet', 'tablet'],
  ['wearable', 'wearable'],
]);

const PHONE_SYSTEMS = new Set(['Android', 'HarmonyOS', 'iOS']);

const browserName = ({ name }: UAParser.IBrowser): string | null => {
  if (!name) {
    return null;
  }
  const plain = name.replace(/^Mobile /, '');
  return BROWSERS.get(plain) ?? plain;
};

const systemName = ({ os, device }: UAParser.IResult): string | null => {
  if (!os.name) {
    return null;
  }
  // The "version" of a console is part of its name: PlayStation 5, Nintendo Switch, Xbox One.
  if (device.type === 'console') {
    return [os.name, os.version].filter(Boolean).join(' ');
  }
  if (os.name === 'iOS' && device.model === 'iPad') {
    return 'iPadOS';
  }
  return SYSTEMS.get(os.name.toLowerCase()) ?? os.name;
};

/** ua-parser-js 1 sets no type for computers, and none for unknown devices. */
const deviceType = (type: string | undefined, browser: string | null, os: string | null) => {
  if (type) {
    return TYPES.get(type) ?? null;
  }
  if (browser === null || os === null) {
    return null;
  }
  return PHONE_SYSTEMS.has(os) ? 'mobile' : 'desktop';
};

/** Parses a user agent with ua-parser-js 1 and maps its names to those of the plugin. */
export const parseBrowser = (userAgent: string): Traits => {
  const result = UAParser(userAgent);
  const browser = browserName(result.browser);
  const os = systemName(result);
  return {
    browser,
    browser_version: result.browser.version ?? null,
    os,
    type: deviceType(result.device.type, browser, os),
  };
};
