import { decodeName, parseProducts } from './parse-products';
import { PRODUCTS, type Product } from './products';
import type { DeviceType, Traits } from './types';

/**
 * A client that ua-parser-js does not know, or mistakes for a browser. The pattern's groups `name`,
 * `version` and `os` apply unless the rule sets the value. Patterns are matched against at most 512
 * characters.
 */
interface Rule {
  pattern: RegExp;
  type: DeviceType;
  name?: string;
  /** null: the operating system in the user agent is false. */
  os?: string | null;
}

/** Apps that use Alamofire: `App/3.2 (com.example.app; build:1; iOS 17.5) Alamofire/5.9`. */
const alamofire = (systems: string): RegExp =>
  new RegExp(
    `^(?<name>[^/(]{1,300})/(?<version>[\\w.]+) \\([^)]*\\b(?<os>${systems}) [\\d.]+\\) Alamofire/`
  );

const RULES: Rule[] = [
  {
    pattern:
      /\b(?<name>facebookexternalhit|Mediapartners-Google|Google-InspectionTool|GoogleOther|BingPreview|Chrome-Lighthouse|ChatGPT-User|Claude-User|Perplexity-User)\b(?:\/(?<version>[\d.]+))?/i,
    type: 'bot',
    os: null,
  },
  {
    // Cubot is a brand of phones.
    pattern:
      /\b(?!cubot\b)(?<name>[\w-]{0,40}(?:bot|crawler|spider|slurp))\b(?:\/(?<version>[\d.]+))?/i,
    type: 'bot',
    os: null,
  },
  { pattern: /\bHeadlessChrome\/(?<version>[\d.]+)/, name: 'Headless Chrome', type: 'bot' },
  { pattern: alamofire('iOS|iPadOS|macOS'), type: 'app' },
  { pattern: alamofire('tvOS'), type: 'tv' },
  { pattern: alamofire('watchOS'), type: 'wearable' },
  {
    pattern:
      /^(?<name>[^/]{1,300})\/(?<version>[\w.]+) CFNetwork\/[\d.]+ Darwin\/[\d.]+ \(x86_64\)/,
    type: 'app',
    os: 'macOS',
  },
  {
    pattern: /^(?<name>[^/]{1,300})\/(?<version>[\w.]+) CFNetwork\/[\d.]+ Darwin\//,
    type: 'app',
    os: 'iOS',
  },
  {
    pattern: /^(?<name>[\w.%]{1,300})\/(?<version>[\w.]+) \(Linux; U; Android\b[^)]*\bCronet\//,
    type: 'app',
    os: 'Android',
  },
  { pattern: /^AppleTV[\d,]+\//, name: 'Apple TV', type: 'tv', os: 'tvOS' },
  {
    pattern: /\bNintendoBrowser\/(?<version>[\d.]+)/,
    name: 'Nintendo Browser',
    type: 'console',
  },
  {
    pattern: /\b(?<name>[a-z][\w-]{0,63})\/(?<version>[\d.]+) Chrome\/[\d.]+ Electron\//i,
    type: 'desktop',
  },
];

/** Products that browsers name too: they tell nothing about the client. */
const BROWSER_TOKENS = new Set(
  'mozilla opera applewebkit webkit khtml gecko presto trident version mobile like'.split(' ')
);

const traits = (
  product: Partial<Omit<Product, 'os'>>,
  groups: Record<string, string | undefined>
) => ({
  browser: product.name ?? (groups.name === undefined ? null : decodeName(groups.name)),
  browser_version: groups.version ?? null,
  type: product.type ?? null,
});

const byRule = (userAgent: string, os: string | null): Traits | null => {
  for (const rule of RULES) {
    const match = rule.pattern.exec(userAgent);
    if (!match) {
      continue;
    }
    const groups = match.groups ?? {};
    return { ...traits(rule, groups), os: rule.os === undefined ? (groups.os ?? os) : rule.os };
  }
  return null;
};

/** PowerShell and others name themselves after the products of a browser. */
const byProduct = (userAgent: string, parsed: Traits): Traits | null => {
  const own = parseProducts(userAgent).find(({ name }) => !BROWSER_TOKENS.has(name.toLowerCase()));
  if (!own) {
    return null;
  }
  const groups = { version: own.version ?? undefined };
  const product = PRODUCTS.get(own.name.toLowerCase());
  if (product) {
    return { ...traits(product, groups), os: product.os ?? parsed.os };
  }
  // An unknown product is shown by its own name, without a type.
  const namesItself = own.version !== null && parsed.browser === null;
  return namesItself ? { ...traits({ name: own.name }, groups), os: parsed.os } : null;
};

/**
 * Recognises clients that are not browsers: crawlers, tools and native apps.
 *
 * @param userAgent at most 512 characters
 * @param parsed the result of ua-parser-js
 * @returns null if the result of ua-parser-js should be used
 */
export const recognize = (userAgent: string, parsed: Traits): Traits | null =>
  byRule(userAgent, parsed.os) ?? byProduct(userAgent, parsed);
