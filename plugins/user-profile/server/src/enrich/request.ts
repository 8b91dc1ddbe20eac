import type { Place } from '../../../shared/contracts/common';
import { resolveApplication, type Application, type KnownApplication } from './application';
import { normalizeAddress } from './places/address';
import type { Places } from './places/database';
import { clean } from './text';
import { readClientHints, type Headers } from './user-agent/client-hints';
import { describeUserAgent, MAX_USER_AGENT } from './user-agent/describe';
import type { DeviceDescription } from './user-agent/types';

/** As much of a Koa request as is read. */
export interface RequestLike {
  /** Koa's `request.ip`, which follows the site's own proxy setting. */
  ip: string | null | undefined;
  /** With names in lower case. */
  headers: Headers;
  query: Record<string, unknown>;
}

export interface RequestDependencies {
  places: Pick<Places, 'lookup'>;
  applications: KnownApplication[];
}

/** What a request tells of its sender. Parts that are not known are null. */
export interface RequestFacts {
  /** Canonical, without a zone; IPv4-mapped addresses as IPv4. */
  ip: string | null;
  /** As it came, at most 512 characters. */
  userAgent: string | null;
  device: DeviceDescription;
  application: Application;
  place: Place | null;
}

const MAX_URL = 2048;
const MAX_CLIENT_ID = 128;

/**
 * Gathers what a request tells of its sender. The address is only ever the one that Koa tells: a
 * header by itself could be from anybody.
 */
export const requestFacts = (
  { ip, headers, query }: RequestLike,
  { places, applications }: RequestDependencies
): RequestFacts => {
  const address = normalizeAddress(ip)?.address ?? null;
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
