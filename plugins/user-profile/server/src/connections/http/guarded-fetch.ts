import type { Readable } from 'node:stream';

import type { Core } from '@strapi/types';
import axios from 'axios';

import { getConfig } from '../../config/get';
import { SourceError } from '../../model/connections/errors';
import { coded } from '../../utils/errors';
import { agentsFor, isPrivateIpError } from './agents';

export interface FetchLimits {
  /** Milliseconds for the whole request, reading the response included. */
  timeoutMs: number;
  /** Of the response body, after decompression. */
  maxBytes: number;
}

export interface GuardedFetchOptions extends FetchLimits {
  /** Whether the host may have a private or loopback IP address and be used without TLS. */
  allowPrivate: (url: URL) => boolean;
}

const EMPTY_STATUSES = new Set([101, 204, 205, 304]);

/** Headers that describe the transfer and do not apply to the body that was read. */
const WIRE_HEADERS = new Set(['connection', 'content-length', 'transfer-encoding']);

const parseUrl = (input: string | URL | Request): URL => {
  const text = String(input instanceof Request ? input.url : input);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && !url.username && !url.password) {
    return url;
  }
  throw new SourceError('misconfigured', coded('source_url_invalid'));
};

const requireSafe = (url: URL, isPrivateAllowed: boolean): void => {
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isPrivateAllowed)) {
    return;
  }
  throw new SourceError(
    'misconfigured',
    coded('source_url_insecure'),
    `${url.protocol}//${url.host}`
  );
};

const readBody = async (stream: Readable, maxBytes: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) {
      throw new SourceError('response_too_large', coded('source_response_too_large'));
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
    return new SourceError('timeout', coded('source_timeout'), url.host);
  }
  if (isPrivateIpError(error)) {
    return new SourceError(
      'private_ip',
      coded('source_private_ip'),
      `${url.host} must be allowed in the configuration of the plugin`
    );
  }
  const detail = `${url.host}: ${codeOf(error)}`;
  return new SourceError('unreachable', coded('source_unreachable'), detail);
};

const headersOf = (received: object): Headers => {
  const headers = new Headers();
  for (const [name, value] of Object.entries(received)) {
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
 * A `fetch` for URLs that admins enter. It limits time and size, requires TLS and a public IP address
 * unless the host is allowed, ignores the proxy settings of the environment, and returns redirects
 * instead of following them.
 *
 * @throws SourceError if there is no response; a response of any status is returned
 */
export const createGuardedFetch = (options: GuardedFetchOptions): typeof fetch => {
  const { timeoutMs, maxBytes, allowPrivate } = options;
  return async (input, init) => {
    const url = parseUrl(input);
    const isPrivateAllowed = allowPrivate(url);
    requireSafe(url, isPrivateAllowed);
    const request = new Request(input, { ...init, redirect: 'manual' });
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const response = await axios.request<Readable>({
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
      const body = await readBody(response.data, maxBytes);
      return new Response(EMPTY_STATUSES.has(response.status) ? null : new Uint8Array(body), {
        status: response.status,
        headers: headersOf(response.headers),
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

/** A guarded fetch that allows the private hosts of the plugin's configuration. */
export const createSiteFetch = (strapi: Core.Strapi, limits: FetchLimits): typeof fetch =>
  createGuardedFetch({ ...limits, allowPrivate: (url) => isPrivateAllowed(strapi, url) });
