import type { Core } from '@strapi/types';
import type { Context as KoaContext } from 'koa';

import { jwtManagement } from '../../sessions/token';
import { chainOf } from '../../sessions/session-family';
import { sessionTable } from '../../sessions/session-rows';
import { refreshTokenOf, verifyRefreshToken } from '../../sessions/token';
import { getService } from '../../utils/service';
import { wrapAuthActions, type AuthActionHandler } from './index';

/** The session that Users & Permissions is about to end, where it is one alone. */
const sessionOf = (strapi: Core.Strapi, ctx: KoaContext): string | null => {
  if (typeof ctx.params?.sessionId === 'string') {
    return ctx.params.sessionId;
  }
  const payload = verifyRefreshToken(strapi, refreshTokenOf(strapi, ctx));
  return payload?.sessionId ?? ctx.state.session?.id ?? null;
};

const guarded = (strapi: Core.Strapi, action: AuthActionHandler): AuthActionHandler =>
  async function guardedLogout(ctx, next) {
    const original = () => action.call(this, ctx, next);
    const accountId = Number(ctx.state.user?.id);
    const sessionId = sessionOf(strapi, ctx);
    if (jwtManagement(strapi) !== 'refresh' || !accountId || !sessionId) {
      return original();
    }
    return getService(strapi, 'sessions').withLockedDevice(sessionId, async (trx, session) => {
      if (session?.accountId !== accountId) {
        return original();
      }
      const chain = await chainOf(strapi, trx, accountId, session.deviceId, sessionId);
      const result = await original();
      if (ctx.status < 400) {
        await sessionTable(strapi, trx).whereIn('session_id', chain).delete();
      }
      return result;
    });
  };

/**
 * Whoever logs out, or ends a session, ends all that came of that login. By itself, Users & Permissions
 * removes one row: with an access token from before a refresh, that is the one nobody uses any more.
 */
export const guardLogout = (strapi: Core.Strapi): void =>
  wrapAuthActions(strapi, ['logout', 'revokeSession'], (_name, action) => guarded(strapi, action));
