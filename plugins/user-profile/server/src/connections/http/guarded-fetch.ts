import type { Readable } from 'node:stream';

import type { Core } from '@strapi/types';
import axios from 'axios';

import { getConfig } from '../../config/get';
import { SourceError } from '../../model/connections/errors';
import { agentsFor, isRefusedAddress } from './agents';

export interface FetchLimits {
  /** For the whole of it: connecting, waiting, and reading the answer. */
  timeoutMs: number;
  /** Of the answer, once it is unpacked. */
  maxBytes: number;
}

export interface GuardedFetchOptions extends FetchLimits {
  /** Whether a host may be at a private or loopback address, and be spoken to without TLS. */
  allowPrivate: (url: URL) => boolean;
}

const EMPTY_STATUSES = new Set([101, 204, 205, 304]);

/** What is true of the bytes on the wire, and no more of those in the answer. */
const WIRE_HEADERS = new Set(['connection', 'content-length', 'transfer-encoding']);

const parsed = (input: string | URL | Request): URL => {
  const address = String(input instanceof Request ? input.url : input);
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url && !url.username && !url.password) {
    return url;
  }
  throw new SourceError('misconfigured', 'The address of the source is no web address');
};

const requireSafe = (url: URL, isPrivateAllowed: boolean): void => {
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isPrivateAllowed)) {
    return;
  }
  throw new SourceError(
    'misconfigured',
    'The address of the source must begin with https://',
    `${url.protocol}//${url.host}`
  );
};

const readBody = async (stream: Readable, maxBytes: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) {
      throw new SourceError('response_too_large', 'The source answered more than is accepted');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const codeOf = (error: unknown): string => {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown };
  if (typeof code === 'string' && /^[A-Z0-9_]{2,64}$/.test(code)) {
    return code;
  }
  return cause ? codeOf(cause) : 'unknown';
};

const sourceErrorOf = (error: unknown, url: URL, timedOut: boolean): SourceError => {
  if (error instanceof SourceError) {
    return error;
  }
  if (timedOut) {
    return new SourceError('timeout', 'The source did not answer in time', url.host);
  }
  if (isRefusedAddress(error)) {
    return new SourceError(
      'private_ip',
      'The source is at an address that this site does not connect to',
      `${url.host} is at a private address; the site's configuration can allow it`
    );
  }
  const detail = `${url.host}: ${codeOf(error)}`;
  return new SourceError('unreachable', 'The source could not be reached', detail);
};

const headersOf = (answered: object): Headers => {
  const headers = new Headers();
  for (const [name, value] of Object.entries(answered)) {
    if (WIRE_HEADERS.has(name.toLowerCase())) {
      continue;
    }
    for (const each of [value].flat()) {
      headers.append(name, String(each));
    }
  }
  return headers;
};

/**
 * A `fetch` for sources that admins name: with limits of time and size, to public addresses alone
 * unless the site allows the host, by TLS, past any proxy of the environment, and without following a
 * redirect, which is answered as it is.
 *
 * @throws SourceError for all that keeps an answer from coming; any status is an answer
 */
export const createGuardedFetch = (options: GuardedFetchOptions): typeof fetch => {
  const { timeoutMs, maxBytes, allowPrivate } = options;
  return async (input, init) => {
    const url = parsed(input);
    const isPrivateAllowed = allowPrivate(url);
    requireSafe(url, isPrivateAllowed);
    const request = new Request(input, { ...init, redirect: 'manual' });
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const answer = await axios.request<Readable>({
        ...(await agentsFor(isPrivateAllowed)),
        url: url.href,
        method: request.method,
        headers: Object.fromEntries(request.headers),
        data: request.body ? Buffer.from(await request.arrayBuffer()) : undefined,
        responseType: 'stream',
        maxRedirects: 0,
        proxy: false,
        signal: AbortSignal.any([timeout, request.signal]),
        transformRequest: [(data: unknown) => data],
        validateStatus: () => true,
      });
      const body = await readBody(answer.data, maxBytes);
      return new Response(EMPTY_STATUSES.has(answer.status) ? null : new Uint8Array(body), {
        status: answer.status,
        headers: headersOf(answer.headers),
      });
    } catch (error) {
      if (request.signal.aborted && !timeout.aborted) {
        throw request.signal.reason;
      }
      throw sourceErrorOf(error, url, timeout.aborted);
    }
  };
};

/** Whether the site's config allows the host, in `sources.allowedPrivateHosts`. */
export const isPrivateAllowed = (strapi: Core.Strapi, { hostname, host }: URL): boolean => {
  const { allowedPrivateHosts: allowed } = getConfig(strapi).sources;
  return allowed.includes(host) || allowed.includes(hostname);
};

/** The same with the hosts that the site's config allows. */
export const createSiteFetch = (strapi: Core.Strapi, limits: FetchLimits): typeof fetch =>
  createGuardedFetch({ ...limits, allowPrivate: (url) => isPrivateAllowed(strapi, url) });
