import type { Core } from '@strapi/types';

import { SESSION_ORIGIN, STRAPI_UIDS } from '../../../../shared/constants';
import { isRevoked, legacyClaims, type LegacyPayload } from '../../sessions/legacy-tokens';
import { jwtManagement } from '../../sessions/token';

interface JwtService {
  issue(payload: object, options?: object): unknown;
  verify(token: string): Promise<LegacyPayload & { sessionId?: string }>;
}

interface Session {
  status: string;
  childId: string | null;
  expiresAt: string;
}

/** More refreshes than fit into the lifetime of an access token. */
const MAX_HOPS = 100;

/** Whether an access token of this session is valid: the session is active, or was refreshed to one that is. */
const isLive = async (strapi: Core.Strapi, sessionId: string): Promise<boolean> => {
  let id: string | null = sessionId;
  for (let hop = 0; id !== null && hop < MAX_HOPS; hop += 1) {
    const session: Session | null = await strapi.db.query(STRAPI_UIDS.session).findOne({
      select: ['status', 'childId', 'expiresAt'],
      where: { sessionId: id, origin: SESSION_ORIGIN },
    });
    if (!session) {
      return false;
    }
    if (session.status === 'active') {
      return new Date(session.expiresAt) > new Date();
    }
    id = session.status === 'rotated' ? session.childId : null;
  }
  return false;
};

/**
 * Makes the end of a session take effect on the next request. Users & Permissions checks only the signature
 * and the expiry of an access token (@strapi/plugin-users-permissions 5.54.0, services/jwt.js).
 */
export const checkAccessTokens = (strapi: Core.Strapi): void => {
  strapi.get('services').extend('plugin::users-permissions.jwt', (service: JwtService) => ({
    ...service,

    issue(payload: object, options?: object) {
      const claims = jwtManagement(strapi) === 'refresh' ? {} : legacyClaims(strapi, payload);
      return service.issue.call(this, { ...payload, ...claims }, options);
    },

    async verify(token: string) {
      const payload = await service.verify.call(this, token);
      const ended =
        payload.sessionId === undefined
          ? await isRevoked(strapi, payload)
          : !(await isLive(strapi, payload.sessionId));
      if (ended) {
        throw new Error('Invalid token.');
      }
      return payload;
    },
  }));
};
