import { randomBytes } from 'node:crypto';

import type { Context as KoaContext } from 'koa';

import { MINUTE_MS } from '../../../shared/durations';
import { sha256 } from '../utils/sha256';

/** The time that a user has to log in at the source. */
export const REDIRECT_TTL_MS = 10 * MINUTE_MS;

const COOKIE = 'user-profile-connect';

/**
 * One cookie for each login, so logins in several tabs do not interfere. Over HTTPS, the prefix keeps other
 * hosts and plain HTTP from setting it (RFC 6265bis, 4.1.3.2).
 */
const nameOf = (ctx: KoaContext, state: string): string =>
  `${ctx.secure ? '__Host-' : ''}${COOKIE}-${sha256(state).slice(0, 16)}`;

const attributesOf = (ctx: KoaContext) =>
  ({
    httpOnly: true,
    sameSite: 'lax',
    secure: ctx.secure,
    path: '/',
    overwrite: true,
    // The value is random, and a hash of it is stored with the state.
    signed: false,
  }) as const;

/**
 * Ties a login to the browser that starts it. Otherwise an attacker could log another user's browser in as
 * the attacker (login CSRF). The mark is new for each login: one that a browser brings may be planted.
 */
export const markBrowser = (ctx: KoaContext, state: string): string => {
  const mark = randomBytes(24).toString('base64url');
  ctx.cookies.set(nameOf(ctx, state), mark, { ...attributesOf(ctx), maxAge: REDIRECT_TTL_MS });
  return mark;
};

/** @returns the mark of a browser that returns from the source; it is removed from the browser */
export const consumeMark = (ctx: KoaContext, state: string): string | undefined => {
  const name = nameOf(ctx, state);
  const mark = ctx.cookies.get(name, { signed: false });
  if (mark !== undefined) {
    ctx.cookies.set(name, null, attributesOf(ctx));
  }
  return mark;
};
