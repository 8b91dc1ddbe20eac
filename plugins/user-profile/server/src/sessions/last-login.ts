import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';
import type { Context as KoaContext } from 'koa';

import { SESSION_ORIGIN, STRAPI_UIDS } from '../../../shared/constants';
import { MINUTE_MS } from '../../../shared/durations';
import { readSessionFacts } from '../model/stored-facts';
import { asDate, asJson, query, type Row } from '../runtime/database/rows';
import type { LegacyPayload } from './legacy-tokens';

const loginOfSession = async (strapi: Core.Strapi, sessionId: string): Promise<Date | null> => {
  const row: Row | undefined = await query(strapi, STRAPI_UIDS.session)
    .where({ origin: SESSION_ORIGIN, session_id: sessionId })
    .first('metadata');
  return asDate(readSessionFacts(asJson<unknown>(row?.metadata, null))?.login_at);
};

/** The payload of an access token, in either mode. */
export interface AccessPayload extends LegacyPayload {
  sessionId?: string;
}

/**
 * The time of the login that an access token comes from, also after refreshes.
 *
 * @param payload of a token whose signature is verified
 * @returns null if it is unknown
 */
export const loginOfToken = async (
  strapi: Core.Strapi,
  { sessionId, issued_at: ms, iat }: AccessPayload
): Promise<Date | null> => {
  if (sessionId !== undefined) {
    return loginOfSession(strapi, sessionId);
  }
  return iat === undefined ? null : new Date(ms ?? iat * 1000);
};

/** The time of the login that the request's token comes from, also after refreshes; null if unknown. */
const lastLoginOf = async (strapi: Core.Strapi, ctx: KoaContext): Promise<Date | null> => {
  const session = ctx.state.session as { id: string } | undefined;
  if (session) {
    return loginOfSession(strapi, session.id);
  }
  const jwt = strapi.plugin('users-permissions').service('jwt');
  const payload: LegacyPayload | null = await jwt.getToken(ctx);
  return payload?.iat === undefined ? null : new Date(payload.iat * 1000);
};

export const isRecentLogin = (login: Date | null, minutes: number): boolean =>
  login !== null && login.getTime() >= Date.now() - minutes * MINUTE_MS;

/**
 * Rejects a request whose login is older than this, so a stolen token alone is not enough.
 *
 * @throws ForbiddenError with the reason `recent_login_required`
 */
export const requireRecentLogin = async (
  strapi: Core.Strapi,
  ctx: KoaContext,
  minutes: number
): Promise<void> => {
  if (isRecentLogin(await lastLoginOf(strapi, ctx), minutes)) {
    return;
  }
  throw new errors.ForbiddenError(
    `Log in again and repeat the request within ${minutes} minutes.`,
    { reason: 'recent_login_required', minutes }
  );
};
