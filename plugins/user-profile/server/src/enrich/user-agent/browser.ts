import UAParser from 'ua-parser-js';

import type { DeviceType, Traits } from './types';

const BROWSERS = new Map([
  ['Chrome WebView', 'Android WebView'],
  ['GSA', 'Google app'],
  ['IE', 'Internet Explorer'],
  ['UCBrowser', 'UC Browser'],
  // An iOS application that shows a page.
  ['WebKit', 'WebView'],
]);

/** By name in lower case: ua-parser-js repeats some as the client wrote them. */
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
  // The "version" of a console is what it is called: PlayStation 5, Nintendo Switch, Xbox One.
  if (device.type === 'console') {
    return [os.name, os.version].filter(Boolean).join(' ');
  }
  if (os.name === 'iOS' && device.model === 'iPad') {
    return 'iPadOS';
  }
  return SYSTEMS.get(os.name.toLowerCase()) ?? os.name;
};

/** ua-parser-js leaves the type of computers open, and that of anything it cannot tell. */
const deviceType = (type: string | undefined, browser: string | null, os: string | null) => {
  if (type) {
    return TYPES.get(type) ?? null;
  }
  if (browser === null || os === null) {
    return null;
  }
  return PHONE_SYSTEMS.has(os) ? 'mobile' : 'desktop';
};

/** What ua-parser-js 1 reads off a user agent, in this plugin's names. */
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
