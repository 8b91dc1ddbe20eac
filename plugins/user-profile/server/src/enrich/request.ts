import type { Place } from '../../../shared/contracts/common';
import { clean } from '../../../shared/storable-text';
import { normalizeAddress } from './ip-address';
import type { Places } from './places/database';
import { readClientHints, type Headers } from './user-agent/client-hints';
import { describeUserAgent, MAX_USER_AGENT } from './user-agent/describe';
import type { DeviceDescription } from './user-agent/types';

/** An application from the configuration of the plugin. */
export interface KnownApplication {
  client_id: string;
  name: string;
  /** The origins of its pages, such as `https://shop.example.com`. */
  origins?: string[];
}

/** The client application of a login. */
export interface Application {
  client_id: string | null;
  name: string | null;
}

export interface ApplicationFacts {
  /** The query parameter `client_id`. */
  clientId: string | null;
  /** The headers `Origin` and `Referer`. */
  origin: string | null;
  referer: string | null;
}

/** Length of the column. */
const MAX_APPLICATION_NAME = 128;

const UNKNOWN_APPLICATION: Application = { client_id: null, name: null };

const parseUrl = (text: string | null): URL | null => {
  if (text === null) {
    return null;
  }
  try {
    return new URL(text);
  } catch {
    // Browsers send the origin `null` for pages without one.
    return null;
  }
};

/** Not `url.origin`: it is "null" for schemes of apps, such as `capacitor://localhost`. */
const originOf = ({ protocol, host }: URL): string => `${protocol}//${host}`;

const identityOf = ({ client_id, name }: KnownApplication): Application => ({ client_id, name });

const findByOrigin = (known: KnownApplication[], origin: string): KnownApplication | undefined =>
  known.find(({ origins = [] }) =>
    origins.some((text) => {
      const url = parseUrl(text);
      return url !== null && originOf(url) === origin;
    })
  );

/**
 * Finds the application of a request: by `client_id`, else by origin, else the host of the origin serves
 * as its name. A `client_id` that is not configured is ignored, since any client could send it.
 *
 * @param facts the origin is taken from `origin`, or from `referer` if `origin` is missing or invalid
 */
export const resolveApplication = (
  known: KnownApplication[],
  { clientId, origin, referer }: ApplicationFacts
): Application => {
  const named = known.find(({ client_id }) => client_id === clientId);
  if (named) {
    return identityOf(named);
  }

  const url = [parseUrl(origin), parseUrl(referer)].find((candidate) => candidate?.host);
  if (!url) {
    return UNKNOWN_APPLICATION;
  }
  const served = findByOrigin(known, originOf(url));
  return served
    ? identityOf(served)
    : { client_id: null, name: clean(url.host, MAX_APPLICATION_NAME) };
};

/** The parts of a Koa request that are read. */
export interface RequestLike {
  /** Koa's `request.ip`, which respects the proxy setting of the site. */
  ip: string | null | undefined;
  /** Names in lower case. */
  headers: Headers;
  query: Record<string, unknown>;
}

export interface RequestDependencies {
  places: Pick<Places, 'lookup'>;
  applications: KnownApplication[];
}

/** Facts about the sender of a request. Unknown parts are null. */
export interface RequestFacts {
  /** Canonical, without a zone. IPv4-mapped IPv6 addresses are given as IPv4. */
  ip: string | null;
  /** As received, at most 512 characters. */
  userAgent: string | null;
  device: DeviceDescription;
  application: Application;
  place: Place | null;
}

const MAX_URL = 2048;
const MAX_CLIENT_ID = 128;

/** Some proxies add the client's port, and with it brackets around an IPv6 address. */
const withoutPort = (ip: string): string =>
  ip.replace(/^\[([^\]]*)\](?::\d+)?$/, '$1').replace(/^([\d.]+):\d+$/, '$1');

/** @returns null for anything but an IP address */
export const readIp = (text: string | null | undefined): string | null =>
  normalizeAddress(withoutPort(text ?? ''))?.address ?? null;

/**
 * Collects the facts about the sender of a request. The IP address is always Koa's: a header such as
 * `X-Forwarded-For` must not be trusted without the proxy setting of the site.
 */
export const requestFacts = (
  { ip, headers, query }: RequestLike,
  { places, applications }: RequestDependencies
): RequestFacts => {
  const address = readIp(ip);
  const userAgent = clean(headers['user-agent'], MAX_USER_AGENT);
  return {
    ip: address,
    userAgent,
    device: describeUserAgent(userAgent, readClientHints(headers)),
    application: resolveApplication(applications, {
      clientId: clean(query.client_id, MAX_CLIENT_ID),
      origin: clean(headers.origin, MAX_URL),
      referer: clean(headers.referer, MAX_URL),
    }),
    place: places.lookup(address),
  };
};
