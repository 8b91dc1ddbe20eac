import type { Core } from '@strapi/types';

import { SESSION_ORIGIN, STRAPI_UIDS } from '../../../../shared/constants';
import { LOGIN_EVENT } from '../../../../shared/event-types';
import { rememberedProfile } from '../../model/accounts/look-up';
import { readSessionFacts, sessionFacts, withSessionFacts } from '../../model/stored-facts';
import { currentAttempt, recordSession, type Attempt } from '../../request/attempt';
import { autoDeviceId, clientDeviceId } from '../../request/device-id';
import { neverThrows } from '../../runtime/never-throws';
import { sessionEndedError } from '../../sessions/session-rows';
import { touchDevice } from '../../sessions/touch-device';
import { getService } from '../../utils/service';

interface SessionData {
  userId: string;
  sessionId: string;
  origin: string;
  deviceId?: string;
  metadata?: unknown;
}

interface SessionEvent {
  params: { data: SessionData };
  /** After the INSERT: null if the row was deleted before Strapi read it again. */
  result?: object | null;
}

/** Actions whose new tokens are not a login. */
const REISSUING_ACTIONS = new Set(['changePassword', 'resetPassword']);

const isLogin = (attempt: Attempt | undefined): boolean =>
  attempt === undefined || !REISSUING_ACTIONS.has(attempt.action);

/**
 * Adds device id and facts of the login to the INSERT of the session. A session that comes from a refresh has
 * those of its parent already.
 */
const describeSession = async (strapi: Core.Strapi, data: SessionData): Promise<void> => {
  const attempt = currentAttempt();
  const facts = attempt?.facts ?? getService(strapi, 'request-facts').current();
  const isRotation = readSessionFacts(data.metadata) !== null || attempt?.action === 'refresh';
  if (isRotation && data.deviceId) {
    return;
  }

  const accountId = Number(data.userId);
  const profile =
    rememberedProfile(attempt, accountId) ??
    (await neverThrows(strapi, 'an account', (trx) =>
      getService(strapi, 'accounts').ensureProfile(trx, accountId)
    ));
  const sent = clientDeviceId(attempt ? attempt.clientDeviceId : data.deviceId);
  data.deviceId = sent ?? autoDeviceId(profile?.documentId ?? `account:${data.userId}`, facts);
  if (isRotation) {
    return;
  }

  const connection = attempt?.connection ?? profile?.connection ?? 'local';
  const stored = sessionFacts(facts, connection, isLogin(attempt), new Date());
  const identity = attempt?.identity;
  data.metadata = withSessionFacts(data.metadata, identity ? { ...stored, identity } : stored);
};

/** The end of the attempt records the device, together with its events. */
const captureSession = async (strapi: Core.Strapi, data: SessionData): Promise<void> => {
  const attempt = currentAttempt();
  const stored = readSessionFacts(data.metadata);
  const session = {
    sessionId: data.sessionId,
    accountId: Number(data.userId),
    deviceId: data.deviceId ?? '',
    identityKey: stored?.identity ?? null,
    logId: stored?.log_id ?? null,
  };
  if (attempt) {
    recordSession(attempt, session);
    return;
  }
  const facts = getService(strapi, 'request-facts').current();
  await touchDevice(strapi, attempt, { ...session, facts, mayLink: true });
  if (stored && session.logId !== null) {
    await getService(strapi, 'event-writer').record({
      type: LOGIN_EVENT,
      accountId: session.accountId,
      deviceId: session.deviceId,
      logId: session.logId,
      connection: stored.connection,
      facts,
    });
  }
};

const isCaptured = (data: SessionData): boolean =>
  data.origin === SESSION_ORIGIN && Number.isInteger(Number(data.userId));

/** Gives every session of Users & Permissions its device in the INSERT, and records device and login after it. */
export const followSessions = (strapi: Core.Strapi): void => {
  strapi.db.lifecycles.subscribe({
    models: [STRAPI_UIDS.session],
    async beforeCreate(event) {
      const { data } = (event as unknown as SessionEvent).params;
      if (!isCaptured(data)) {
        return;
      }
      try {
        await describeSession(strapi, data);
      } catch (error) {
        getService(strapi, 'capture-errors').add('the facts of a session', error);
      }
    },
    async afterCreate(event) {
      const { params, result } = event as unknown as SessionEvent;
      const { data } = params;
      if (!isCaptured(data)) {
        return;
      }
      // Strapi would read properties of the missing row and respond with 500.
      if (!result) {
        throw sessionEndedError();
      }
      await captureSession(strapi, data);
    },
  });
};
