import type { Core } from '@strapi/strapi';

const server = ({ env }: Core.Config.Shared.ConfigParams): Core.Config.Server => ({
  host: env('HOST', '127.0.0.1'),
  port: env.int('PORT', 1337),
  url: env('PUBLIC_URL', ''),
  app: {
    keys: env.array('APP_KEYS', []),
  },
  logger: {
    updates: { enabled: false },
  },
  // Strapi's OpenAPI document of the whole API, at /api/openapi.json.
  openapi: {
    'content-api': {
      access: env.bool('OPENAPI', false) ? 'public' : 'disabled',
      cache: { enabled: false },
    },
  },
  mcp: { enabled: env.bool('MCP', false) },
  proxy: {
    // Behind a proxy the IP address of the client comes from X-Forwarded-For, from as many entries as
    // there are proxies (0 trusts all entries).
    koa: env.bool('IS_PROXIED', false),
    maxIpsCount: env.int('PROXY_COUNT', 0),
  },
});

export default server;
