import type { Core } from '@strapi/types';
import { buildSessionMetadata } from '@strapi/utils';
import type { Context as KoaContext } from 'koa';

import { SESSION_ORIGIN, STRAPI_UIDS } from '../../../shared/constants';
import { sessionEndedError } from '../sessions/session-rows';
import { jwtManagement } from '../sessions/token';

interface SessionSettings {
  httpOnly?: boolean;
  cookie?: {
    name?: string;
    secure?: boolean;
    sameSite?: 'lax' | 'strict' | 'none';
    path?: string;
    domain?: string;
    maxAge?: number;
  };
}

/** The response of `POST /api/auth/local`. */
export interface TokenResponse {
  jwt: string;
  /** Missing in `legacy-support` mode, or if it is in a cookie. */
  refreshToken?: string;
  user: object;
}

const publicUser = async (
  strapi: Core.Strapi,
  ctx: KoaContext,
  accountId: number
): Promise<object> => {
  const user = await strapi.db.query(STRAPI_UIDS.account).findOne({ where: { id: accountId } });
  const schema = strapi.getModel(STRAPI_UIDS.account);
  return (await strapi.contentAPI.sanitize.output(user, schema, {
    auth: ctx.state.auth,
  })) as object;
};

const wantsCookie = (ctx: KoaContext, { httpOnly }: SessionSettings): boolean =>
  httpOnly === true || ctx.get('x-strapi-refresh-cookie') === 'httpOnly';

const setCookie = (ctx: KoaContext, token: string, { cookie = {} }: SessionSettings): void => {
  ctx.cookies.set(cookie.name ?? 'strapi_up_refresh', token, {
    httpOnly: true,
    secure: cookie.secure ?? process.env.NODE_ENV === 'production',
    sameSite: cookie.sameSite ?? 'lax',
    path: cookie.path ?? '/',
    domain: cookie.domain,
    maxAge: cookie.maxAge,
    overwrite: true,
  });
};

/**
 * Logs an account in and returns the response of `POST /api/auth/local`, in each of U&P's JWT modes. The
 * refresh token goes into a cookie if the site or the client asks for that.
 */
export const issueTokens = async (
  strapi: Core.Strapi,
  ctx: KoaContext,
  accountId: number
): Promise<TokenResponse> => {
  const user = await publicUser(strapi, ctx, accountId);
  // RFC 6749, 5.1. Some logins are responses to a GET, which caches may store.
  ctx.set('Cache-Control', 'no-store');
  if (jwtManagement(strapi) !== 'refresh') {
    const jwt = await strapi.plugin('users-permissions').service('jwt').issue({ id: accountId });
    return { jwt, user };
  }
  const { deviceId } = (ctx.request.body ?? {}) as { deviceId?: unknown };
  const manager = strapi.sessionManager(SESSION_ORIGIN);
  const refresh = await manager.generateRefreshToken(
    String(accountId),
    typeof deviceId === 'string' && deviceId !== '' ? deviceId : undefined,
    { type: 'refresh', metadata: buildSessionMetadata({ userAgent: ctx.get('user-agent') }) }
  );
  const access = await manager.generateAccessToken(refresh.token);
  if ('error' in access) {
    throw sessionEndedError();
  }
  const settings = strapi.config.get<SessionSettings>('plugin::users-permissions.sessions', {});
  if (!wantsCookie(ctx, settings)) {
    return { jwt: access.token, refreshToken: refresh.token, user };
  }
  setCookie(ctx, refresh.token, settings);
  return { jwt: access.token, user };
};
