import type { Core } from '@strapi/types';
import type { Context as KoaContext } from 'koa';

import { actAsAdminToken } from '../../request/actor';
import { leadsTo } from '../../utils/api-path';
import { TOOLS } from './tools';

/** @strapi/core 5.54.0, services/mcp/internal/McpConfiguration.js */
const ENDPOINT = '/mcp';

interface AdminTokens {
  authenticateAdminToken(
    token: string
  ): Promise<
    | { authenticated: false }
    | { authenticated: true; credentials: { name: string }; user: { email: string } }
  >;
}

/**
 * Strapi's MCP server keeps only the id of the owner of the token (@strapi/core 5.54.0,
 * services/mcp/authentication.js). This names token and owner as for the admin API, also in events of accounts
 * that the tools of the Content Manager change.
 */
const nameActor = (strapi: Core.Strapi): void => {
  strapi.server.use(async (ctx: KoaContext, next) => {
    const [, token] = /^Bearer\s+(\S+)$/i.exec(ctx.get('authorization')) ?? [];
    if (token && leadsTo(ctx.path, ENDPOINT)) {
      const tokens = strapi.service('admin::api-token-admin') as AdminTokens;
      const found = await tokens.authenticateAdminToken(token);
      if (found.authenticated) {
        actAsAdminToken(ctx, found.user.email, found.credentials.name);
      }
    }
    await next();
  });
};

/** Adds the tools of the plugin to Strapi's MCP server, if the site has one. */
export const registerMcpTools = (strapi: Core.Strapi): void => {
  if (!strapi.ai?.mcp?.isEnabled()) {
    return;
  }
  nameActor(strapi);
  for (const tool of TOOLS) {
    strapi.ai.mcp.registerTool(tool);
  }
};
