import type { Core } from '@strapi/types';
import type { Knex } from 'knex';
import type { Context as KoaContext } from 'koa';

import { STRAPI_UIDS } from '../../../../shared/constants';
import type { EventReason } from '../../../../shared/event-details';
import { getConfig } from '../../config/get';
import { currentAttempt } from '../../request/attempt';
import { asBoolean, on } from '../../runtime/database/rows';
import { jwtManagement } from '../../sessions/mode';
import { findSession, sessionTable, type SessionRow } from '../../sessions/session-rows';
import { refreshTokenOf, verifyRefreshToken, type RefreshPayload } from '../../sessions/token';
import { getService } from '../../utils/service';
import { wrapAuthActions, type AuthActionHandler } from './index';

/** Answers as Users & Permissions does, and tells the log what it was. */
const refuse = (ctx: KoaContext, type: 'fertft' | 'ferrt', reason: EventReason): void => {
  const attempt = currentAttempt();
  if (attempt) {
    attempt.refusal = { type, reason };
  }
  ctx.unauthorized('Invalid refresh token');
};

const isBlocked = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  id: number
): Promise<boolean> => {
  const account = await on(strapi, trx, STRAPI_UIDS.account).where({ id }).first('blocked');
  return !account || asBoolean(account.blocked);
};

/**
 * The token was used before. Within the grace, and while its child is unused, that is a client whose
 * request was sent twice or whose answer was lost: it gets the same child again. Otherwise two parties
 * hold tokens of one family, and the device is ended.
 */
const answerReplay = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  ctx: KoaContext,
  session: SessionRow,
  refresh: () => Promise<unknown>
): Promise<void> => {
  const child = session.childId ? await findSession(strapi, trx, session.childId) : null;
  const grace = getConfig(strapi).sessions.refreshGraceSeconds * 1000;
  const age = child ? Date.now() - child.createdAt.getTime() : 0;
  if (!child) {
    refuse(ctx, 'fertft', 'session_ended');
    return;
  }
  const isRetry = child.status === 'active' && age < grace;
  const row = () => sessionTable(strapi, trx).where({ session_id: session.sessionId });
  if (isRetry) {
    // Strapi gives out the child again for an active session that has one. Nobody else sees this.
    await row().update({ status: 'active' });
    await refresh();
    await row().update({ status: 'rotated' });
    return;
  }
  await getService(strapi, 'sessions').endDevice([session.accountId], session.deviceId);
  refuse(ctx, 'ferrt', 'refresh_token_reused');
};

/** The signature is verified: the token was issued to this account, even if its session is gone. */
const noteOwner = ({ userId }: RefreshPayload, session: SessionRow | null): void => {
  const attempt = currentAttempt();
  if (attempt) {
    attempt.owner = { accountId: Number(userId), deviceId: session?.deviceId ?? null };
  }
};

const answer = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  ctx: KoaContext,
  session: SessionRow | null,
  refresh: () => Promise<unknown>
): Promise<void> => {
  if (!session) {
    refuse(ctx, 'fertft', 'session_ended');
    return;
  }
  if (await isBlocked(strapi, trx, session.accountId)) {
    await getService(strapi, 'sessions').endAll([session.accountId]);
    refuse(ctx, 'fertft', 'blocked');
    return;
  }
  if (session.status === 'rotated') {
    await answerReplay(strapi, trx, ctx, session, refresh);
  } else {
    await refresh();
  }
};

const guarded = (strapi: Core.Strapi, refresh: AuthActionHandler): AuthActionHandler =>
  async function guardedRefresh(ctx, next) {
    const payload =
      jwtManagement(strapi) === 'refresh'
        ? verifyRefreshToken(strapi, refreshTokenOf(strapi, ctx))
        : null;
    const original = () => refresh.call(this, ctx, next);
    if (!payload) {
      return original();
    }
    // No error may leave the transaction once a device is ended: it would undo just that.
    const { withLockedDevice } = getService(strapi, 'sessions');
    return withLockedDevice(payload.sessionId, (trx, session) => {
      noteOwner(payload, session);
      return answer(strapi, trx, ctx, session, original);
    });
  };

/**
 * Refreshes of one device run one after the other, and a token that was used before ends the device.
 * By themselves, parallel refreshes of one token leave several live sessions.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-4.14 (refresh token rotation and replay)
 */
export const guardRefresh = (strapi: Core.Strapi): void =>
  wrapAuthActions(strapi, ['refresh'], (_name, refresh) => guarded(strapi, refresh));
