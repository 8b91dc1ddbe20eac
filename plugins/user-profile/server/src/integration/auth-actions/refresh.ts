import type { Core } from '@strapi/types';
import type { Knex } from 'knex';
import type { Context as KoaContext } from 'koa';

import { getConfig } from '../../config/get';
import type { EventUser } from '../../events/event-user';
import { writeAttempt } from '../../login/attempt-recorder';
import {
  currentAttempt,
  markApart,
  markLogged,
  recordTokenUser,
  reject,
  type Attempt,
  type Rejection,
} from '../../request/attempt';
import { AUTH_ACTIONS } from '../../request/auth-action-events';
import { sessionFamily } from '../../sessions/session-family';
import {
  findSession,
  sessionTable,
  type LockedSession,
  type SessionRow,
} from '../../sessions/session-rows';
import { jwtManagement } from '../../sessions/token';
import { refreshTokenOf, verifyRefreshToken } from '../../sessions/token';
import { getService } from '../../utils/service';
import type { AuthActionWrapper } from './wrapper';

/** Responds as Users & Permissions does, and records the reason. */
const rejectRefresh = (
  ctx: KoaContext,
  type: 'fertft' | 'ferrt',
  reason: Rejection['reason']
): void => {
  reject(currentAttempt(), type, reason);
  ctx.unauthorized('Invalid refresh token');
};

/** A session that is older than the plugin has no device, but may have been refreshed to one that has. */
const endReplayed = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  { accountId, deviceId, sessionId }: SessionRow,
  child: SessionRow,
  user: EventUser | null
): Promise<void> => {
  const sessions = getService(strapi, 'sessions');
  if (deviceId !== null) {
    await sessions.endDevice([accountId], deviceId);
    return;
  }
  if (user?.history) {
    // `withLockedDevice` had no device to lock, and a session of the child's may be refreshed now.
    await sessions.lockDevices(trx, [user.profile.id]);
  }
  const family = await sessionFamily(strapi, trx, accountId, null, sessionId);
  await sessionTable(strapi, trx).whereIn('session_id', family).delete();
  if (child.deviceId !== null) {
    await sessions.endDevice([accountId], child.deviceId);
  }
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
  user: EventUser | null,
  refresh: () => Promise<unknown>
): Promise<void> => {
  const child = session.childId ? await findSession(strapi, session.childId) : null;
  const grace = getConfig(strapi).sessions.refreshGraceSeconds * 1000;
  const age = child ? Date.now() - child.createdAt.getTime() : 0;
  if (!child) {
    rejectRefresh(ctx, 'fertft', 'session_ended');
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
  await endReplayed(strapi, trx, session, child, user);
  rejectRefresh(ctx, 'ferrt', 'refresh_token_reused');
};

const respond = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  ctx: KoaContext,
  session: LockedSession | null,
  user: EventUser | null,
  refresh: () => Promise<unknown>
): Promise<void> => {
  if (!session) {
    rejectRefresh(ctx, 'fertft', 'session_ended');
    return;
  }
  if (session.isBlocked) {
    await getService(strapi, 'sessions').endAll([session.accountId]);
    rejectRefresh(ctx, 'fertft', 'blocked');
    return;
  }
  if (session.status === 'rotated') {
    await respondToReplay(strapi, trx, ctx, session, user, refresh);
  } else {
    await refresh();
  }
};

/** Device and event of a refresh could not be written, and its transaction must be undone. */
class UnrecordedError extends Error {
  override name = 'UnrecordedError';
}

const record = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  ctx: KoaContext,
  attempt: Attempt,
  user: EventUser | null
): Promise<void> => {
  const action = AUTH_ACTIONS.refresh;
  const accountId = attempt.tokenUser?.accountId;
  const subject = { type: action.success, profile: user?.profile, accountId };
  try {
    await getService(strapi, 'event-writer').lockUser(trx, subject, user);
    await writeAttempt(strapi, trx, action, attempt, ctx, user);
  } catch (cause) {
    throw new UnrecordedError('The refresh could not be recorded', { cause });
  }
};

/**
 * Refreshes of one device run one after the other, and a token that was used before ends the device.
 * Without this, parallel refreshes of one token leave several live sessions.
 *
 * The event is part of the transaction of the refresh, which saves a commit. If it cannot be written, the
 * refresh runs again alone, and the end of the attempt records it. Body and cookie of the second run replace
 * those of the first.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-4.14 (refresh token rotation and replay)
 */
export const refresh: AuthActionWrapper = {
  actions: ['refresh'],

  wrap: (strapi, _name, action) =>
    async function lockedRefresh(ctx, next) {
      const original = () => action.call(this, ctx, next);
      const attempt = currentAttempt();
      const payload =
        jwtManagement(strapi) === 'refresh'
          ? verifyRefreshToken(strapi, refreshTokenOf(strapi, ctx))
          : null;
      if (!payload || !attempt) {
        return original();
      }
      const { accountId } = payload;
      // An error that leaves the transaction would undo the end of the device.
      const run = (isRecording: boolean): Promise<boolean> =>
        getService(strapi, 'sessions').withLockedDevice(payload, async (trx, session, user) => {
          recordTokenUser(attempt, { accountId, deviceId: session?.deviceId ?? null });
          await respond(strapi, trx, ctx, session, user, original);
          const isRecorded = isRecording && ctx.status < 400;
          if (isRecorded) {
            await record(strapi, trx, ctx, attempt, user);
          }
          return isRecorded;
        });
      try {
        if (await run(true)) {
          markLogged(attempt);
        }
      } catch (error) {
        if (!(error instanceof UnrecordedError)) {
          throw error;
        }
        markApart(attempt);
        await run(false);
      }
    },
};
