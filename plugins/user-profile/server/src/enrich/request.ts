import type { Place } from '../../../shared/contracts/common';
import { clean } from '../../../shared/storable-text';
import { resolveApplication, type Application, type KnownApplication } from './application';
import { normalizeAddress } from './places/address';
import type { Places } from './places/database';
import { readClientHints, type Headers } from './user-agent/client-hints';
import { describeUserAgent, MAX_USER_AGENT } from './user-agent/describe';
import type { DeviceDescription } from './user-agent/types';

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
