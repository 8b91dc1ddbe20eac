import type { Core } from '@strapi/types';
import type { Context as KoaContext } from 'koa';

import { getConfig } from '../config/get';
import {
  normalizeAddress,
  openPlaces,
  readIp,
  requestFacts,
  type Places,
  type RequestFacts,
  type RequestLike,
} from '../enrich';
import { getService } from '../utils/service';

declare module '../utils/service' {
  interface Services {
    places: ReturnType<typeof createPlaces>;
    'request-facts': ReturnType<typeof createRequestFacts>;
  }
}

const UNOPENED: Places = {
  state: 'none',
  attribution: null,
  database: null,
  builtAt: null,
  lookup: () => null,
};

/** The place database. */
export const createPlaces = ({ strapi }: { strapi: Core.Strapi }) => {
  let places = UNOPENED;

  return {
    async open(): Promise<void> {
      const { enabled, databasePath } = getConfig(strapi).geo;
      places = await openPlaces({
        enabled,
        databasePath,
        appRoot: strapi.dirs.app.root,
        log: strapi.log,
      });
    },
    current: (): Places => places,
  };
};

const NO_REQUEST: RequestLike = { ip: null, headers: {}, query: {} };

const FORWARDING_HEADERS = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'cf-connecting-ip'];

/**
 * The header by which a proxy shows that Strapi's proxy setting is missing. A client on the internet cannot
 * send one to a site without a proxy: its own IP address is public.
 *
 * @returns undefined if the request came directly, or the setting is on
 */
const headerOfUnknownProxy = ({ app, request }: KoaContext): string | undefined => {
  if (app.proxy || normalizeAddress(request.ip)?.isPublic) {
    return undefined;
  }
  return FORWARDING_HEADERS.find((name) => request.headers[name]);
};

/**
 * Whether Strapi trusts every entry of `X-Forwarded-For`. It then takes the first one, which the client can send
 * (koa 2.16, lib/request.js, `ips`).
 */
const trustsAllEntries = ({ app }: KoaContext): boolean => app.proxy && !(app.maxIpsCount > 0);

/** A client must not avoid the limits per IP address by sending what is no IP address. */
const ipOf = (ctx: KoaContext): string | undefined => {
  const { ip, socket } = ctx.request;
  return trustsAllEntries(ctx) && readIp(ip) === null ? socket.remoteAddress : ip;
};

/** The facts of a request: IP address and place, device, application. */
export const createRequestFacts = ({ strapi }: { strapi: Core.Strapi }) => {
  const from = (source: RequestLike): RequestFacts =>
    requestFacts(source, {
      places: getService(strapi, 'places').current(),
      applications: getConfig(strapi).applications,
    });

  let hasWarnedOfEntries = false;
  const warnOfEntriesOnce = (ctx: KoaContext): void => {
    if (hasWarnedOfEntries || !trustsAllEntries(ctx) || ctx.request.ips.length < 2) {
      return;
    }
    hasWarnedOfEntries = true;
    strapi.log.warn(
      `[user-profile] A request has several entries in ${ctx.app.proxyIpHeader}, and Strapi trusts all of them: ` +
        'clients can choose their IP address, and so avoid the limits per IP address. ' +
        'Set `proxy: { koa: true, maxIpsCount: <number of proxies> }` in config/server.'
    );
  };

  let seenHeader: string | null = null;
  const warnOnce = (header: string, ip: string): void => {
    if (seenHeader !== null) {
      return;
    }
    seenHeader = header;
    strapi.log.warn(
      `[user-profile] Requests from ${ip} have the header ${header}, but Strapi's proxy setting is off. ` +
        'The IP addresses of clients are unknown, and limits per IP address are not applied. ' +
        'If a reverse proxy is in front of Strapi, set `proxy: { koa: true, maxIpsCount: <number of proxies> }` in config/server.'
    );
  };

  /** The IP address of a proxy is not the client's: a limit for it would block all users together. */
  const sourceOf = (ctx: KoaContext): RequestLike => {
    const { request, query } = ctx;
    const header = headerOfUnknownProxy(ctx);
    if (header) {
      warnOnce(header, request.ip);
    }
    warnOfEntriesOnce(ctx);
    return { ip: header ? null : ipOf(ctx), headers: request.headers, query };
  };

  return {
    from,
    ofContext: (ctx: KoaContext): RequestFacts => from(sourceOf(ctx)),

    /** The header of a proxy that Strapi was not configured for, in this request or an earlier one. */
    unknownProxyHeader: (ctx: KoaContext): string | null => headerOfUnknownProxy(ctx) ?? seenHeader,

    /** The facts of the current request. */
    current(): RequestFacts {
      const ctx = strapi.requestContext.get();
      return from(ctx ? sourceOf(ctx) : NO_REQUEST);
    },
  };
};
