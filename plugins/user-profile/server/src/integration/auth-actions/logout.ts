import type { Core } from '@strapi/types';
import type { Context as KoaContext } from 'koa';

import { sessionFamily } from '../../sessions/session-family';
import { sessionTable } from '../../sessions/session-rows';
import { jwtManagement, refreshTokenOf, verifyRefreshToken } from '../../sessions/token';
import { getService } from '../../utils/service';
import type { AuthActionWrapper } from './wrapper';

/** The session that Users & Permissions is about to end; null if it ends several or none. */
const sessionToEnd = (strapi: Core.Strapi, ctx: KoaContext): string | null => {
  if (typeof ctx.params?.sessionId === 'string') {
    return ctx.params.sessionId;
  }
  const payload = verifyRefreshToken(strapi, refreshTokenOf(strapi, ctx));
  return payload?.sessionId ?? ctx.state.session?.id ?? null;
};

/**
 * Logout and the end of a session end all sessions that descend from the same login. Users & Permissions
 * deletes one row: with an access token from before a refresh, that row is already rotated.
 */
export const logout: AuthActionWrapper = {
  actions: ['logout', 'revokeSession'],

  wrap: (strapi, _name, action) =>
    async function endFamily(ctx, next) {
      const original = () => action.call(this, ctx, next);
      const accountId = Number(ctx.state.user?.id);
      const sessionId = sessionToEnd(strapi, ctx);
      if (jwtManagement(strapi) !== 'refresh' || !accountId || !sessionId) {
        return original();
      }
      return getService(strapi, 'sessions').withLockedDevice(
        { sessionId, accountId },
        async (trx, session) => {
          if (session?.accountId !== accountId) {
            return original();
          }
          const family = await sessionFamily(strapi, trx, accountId, session.deviceId, sessionId);
          const result = await original();
          if (ctx.status < 400) {
            await sessionTable(strapi, trx).whereIn('session_id', family).delete();
          }
          return result;
        }
      );
    },
};
