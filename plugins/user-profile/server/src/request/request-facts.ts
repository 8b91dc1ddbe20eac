import type { Core } from '@strapi/types';
import type { Context as KoaContext } from 'koa';

import { getConfig } from '../config/get';
import { requestFacts, type RequestFacts, type RequestLike } from '../enrich';
import { getService } from '../utils/service';

declare module '../utils/service' {
  interface Services {
    'request-facts': ReturnType<typeof createRequestFacts>;
  }
}

const NO_REQUEST: RequestLike = { ip: null, headers: {}, query: {} };

const sourceOf = ({ request, query }: KoaContext): RequestLike => ({
  ip: request.ip,
  headers: request.headers,
  query,
});

/** The facts of a request: IP address and place, device, application. */
export const createRequestFacts = ({ strapi }: { strapi: Core.Strapi }) => {
  const from = (source: RequestLike): RequestFacts =>
    requestFacts(source, {
      places: getService(strapi, 'places').current(),
      applications: getConfig(strapi).applications,
    });

  return {
    from,
    ofContext: (ctx: KoaContext): RequestFacts => from(sourceOf(ctx)),

    /** The facts of the current request. */
    current(): RequestFacts {
      const ctx = strapi.requestContext.get();
      return from(ctx ? sourceOf(ctx) : NO_REQUEST);
    },
  };
};
