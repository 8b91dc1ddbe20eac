import type { Core } from '@strapi/types';
import type { Context as KoaContext } from 'koa';

import { SESSION_ORIGIN, STRAPI_UIDS } from '../../../shared/constants';
import { asDate, asJson, read, type Row } from '../runtime/database/rows';
import type { LegacyPayload } from './legacy-tokens';
import { readSessionFacts } from './session-metadata';

const ofSession = async (strapi: Core.Strapi, sessionId: string): Promise<Date | null> => {
  const row: Row | undefined = await read(strapi, STRAPI_UIDS.session)
    .where({ origin: SESSION_ORIGIN, session_id: sessionId })
    .first('metadata');
  return asDate(readSessionFacts(asJson<unknown>(row?.metadata, null))?.login_at);
};

/** What an access token says, in either mode. */
export interface AccessPayload extends LegacyPayload {
  sessionId?: string;
}

/**
 * When somebody signed in to get an access token. Tokens that come of a refresh keep the moment of
 * their login.
 *
 * @param payload whose signature is verified
 * @returns null where that is not known
 */
export const loginBehind = async (
  strapi: Core.Strapi,
  { sessionId, issued_at: ms, iat }: AccessPayload
): Promise<Date | null> => {
  if (sessionId !== undefined) {
    return ofSession(strapi, sessionId);
  }
  return iat === undefined ? null : new Date(ms ?? iat * 1000);
};

/**
 * When whoever sends the request last signed in to get this token. Tokens that come of a refresh keep
 * the moment of their login.
 *
 * @returns null where that is not known
 */
export const lastLoginOf = async (strapi: Core.Strapi, ctx: KoaContext): Promise<Date | null> => {
  const session = ctx.state.session as { id: string } | undefined;
  if (session) {
    return ofSession(strapi, session.id);
  }
  const jwt = strapi.plugin('users-permissions').service('jwt');
  const payload: LegacyPayload | null = await jwt.getToken(ctx);
  return payload?.iat === undefined ? null : new Date(payload.iat * 1000);
};
