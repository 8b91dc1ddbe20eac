import { createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';

import type { Core } from '@strapi/types';
import jwt from 'jsonwebtoken';
import type { Context as KoaContext } from 'koa';

import type { JwtManagement } from '../../../shared/contracts/settings';

/**
 * The refresh token of a request, from the cookie or the body, as `refresh` of U&P reads it
 * (@strapi/plugin-users-permissions 5.54.0, controllers/auth.js).
 */
export const refreshTokenOf = (strapi: Core.Strapi, ctx: KoaContext): unknown => {
  const cookie = strapi.config.get<string>(
    'plugin::users-permissions.sessions.cookie.name',
    'strapi_up_refresh'
  );
  const body = ctx.request.body as { refreshToken?: unknown } | undefined;
  // An empty cookie counts as none, as in U&P 5.54.0 (controllers/auth.js, refresh and logout).
  return ctx.cookies.get(cookie) || body?.refreshToken;
};

/** The session of a refresh token, and the account that the token was issued to. */
export interface RefreshPayload {
  accountId: number;
  sessionId: string;
}

interface JwtOptions {
  algorithm?: jwt.Algorithm;
  publicKey?: string;
}

const DEFAULT_ALGORITHM: jwt.Algorithm = 'HS256';

/**
 * The key that U&P configures for Strapi's session manager
 * (@strapi/plugin-users-permissions 5.54.0, bootstrap/index.js). From a text, jsonwebtoken first tries to read a
 * public key, and that failure takes most of the time of a verification (jsonwebtoken 9.0, verify.js).
 */
const keyOf = (
  strapi: Core.Strapi,
  { publicKey }: JwtOptions,
  algorithm: jwt.Algorithm
): KeyObject => {
  if (!algorithm.startsWith('HS')) {
    return createPublicKey(publicKey ?? '');
  }
  const secret: string =
    strapi.config.get('plugin::users-permissions.jwtSecret') ??
    strapi.config.get('admin.auth.secret');
  return createSecretKey(secret, 'utf8');
};

/**
 * Verifies the signature of a refresh token of Users & Permissions, so forged tokens cannot end sessions.
 *
 * @returns null if it is not a valid refresh token, or has expired
 */
export const verifyRefreshToken = (strapi: Core.Strapi, token: unknown): RefreshPayload | null => {
  if (typeof token !== 'string') {
    return null;
  }
  const options: JwtOptions = strapi.config.get('plugin::users-permissions.jwt') ?? {};
  const algorithm = options.algorithm ?? DEFAULT_ALGORITHM;
  try {
    const payload = jwt.verify(token, keyOf(strapi, options, algorithm), {
      algorithms: [algorithm],
    });
    if (typeof payload === 'string' || payload.type !== 'refresh') {
      return null;
    }
    const { userId, sessionId } = payload;
    return userId && sessionId ? { accountId: Number(userId), sessionId } : null;
  } catch {
    return null;
  }
};

/** How Users & Permissions stores logins; `legacy-support` is its default. */
export const jwtManagement = (strapi: Core.Strapi): JwtManagement =>
  strapi.config.get('plugin::users-permissions.jwtManagement', 'legacy-support');
