import type { Core } from '@strapi/types';
import type { Knex } from 'knex';
import type { Context as KoaContext } from 'koa';

import { getConfig } from '../../config/get';
import { currentAttempt, recordTokenUser, reject, type Rejection } from '../../request/attempt';
import {
  findSession,
  sessionTable,
  type LockedSession,
  type SessionRow,
} from '../../sessions/session-rows';
import { jwtManagement } from '../../sessions/token';
import { refreshTokenOf, verifyRefreshToken, type RefreshPayload } from '../../sessions/token';
import { getService } from '../../utils/service';
import type { AuthActionWrapper } from './wrapper';

/** Responds as Users & Permissions does, and records the reason. */
const refuse = (ctx: KoaContext, type: 'fertft' | 'ferrt', reason: Rejection['reason']): void => {
  reject(currentAttempt(), type, reason);
  ctx.unauthorized('Invalid refresh token');
};

/**
 * The token was used before. Within the grace period, and while its child is unused, the client sent its
 * request twice or lost the response: it gets the same child again. Otherwise two parties hold tokens of
 * one family, and all sessions of the device end.
 */
const respondToReplay = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  ctx: KoaContext,
  session: SessionRow,
  refresh: () => Promise<unknown>
): Promise<void> => {
  const child = session.childId ? await findSession(strapi, session.childId) : null;
  const grace = getConfig(strapi).sessions.refreshGraceSeconds * 1000;
  const age = child ? Date.now() - child.createdAt.getTime() : 0;
  if (!child) {
    refuse(ctx, 'fertft', 'session_ended');
    return;
  }
  const isRetry = child.status === 'active' && age < grace;
  const row = () => sessionTable(strapi, trx).where({ session_id: session.sessionId });
  if (isRetry) {
    // For an active session with a child, Strapi returns the child again (@strapi/core 5.54.0,
    // services/session-manager.js). The lock hides the intermediate state.
    await row().update({ status: 'active' });
    await refresh();
    await row().update({ status: 'rotated' });
    return;
  }
  await getService(strapi, 'sessions').endDevice([session.accountId], session.deviceId);
  refuse(ctx, 'ferrt', 'refresh_token_reused');
};

/** The signature is verified: the token was issued to this account, even if its session is gone. */
const setTokenUser = ({ userId }: RefreshPayload, session: SessionRow | null): void =>
  recordTokenUser(currentAttempt(), {
    accountId: Number(userId),
    deviceId: session?.deviceId ?? null,
  });

const respond = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  ctx: KoaContext,
  session: LockedSession | null,
  refresh: () => Promise<unknown>
): Promise<void> => {
  if (!session) {
    refuse(ctx, 'fertft', 'session_ended');
    return;
  }
  if (session.isBlocked) {
    await getService(strapi, 'sessions').endAll([session.accountId]);
    refuse(ctx, 'fertft', 'blocked');
    return;
  }
  if (session.status === 'rotated') {
    await respondToReplay(strapi, trx, ctx, session, refresh);
  } else {
    await refresh();
  }
};

/**
 * Refreshes of one device run one after the other, and a token that was used before ends the device.
 * Without this, parallel refreshes of one token leave several live sessions.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-4.14 (refresh token rotation and replay)
 */
export const refresh: AuthActionWrapper = {
  actions: ['refresh'],

  wrap: (strapi, _name, action) =>
    async function lockedRefresh(ctx, next) {
      const original = () => action.call(this, ctx, next);
      const payload =
        jwtManagement(strapi) === 'refresh'
          ? verifyRefreshToken(strapi, refreshTokenOf(strapi, ctx))
          : null;
      if (!payload) {
        return original();
      }
      // An error that leaves the transaction would undo the end of the device.
      const { withLockedDevice } = getService(strapi, 'sessions');
      return withLockedDevice(payload.sessionId, (trx, session) => {
        setTokenUser(payload, session);
        return respond(strapi, trx, ctx, session, original);
      });
    },
};
