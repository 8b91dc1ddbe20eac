import type { Core } from '@strapi/types';

import { SESSION_ORIGIN, STRAPI_UIDS } from '../../../../shared/constants';
import { LOGIN_EVENT } from '../../../../shared/event-types';
import { currentAttempt, recordSession, type Attempt } from '../../request/attempt';
import { autoDeviceId, clientDeviceId } from '../../request/device-id';
import { newLogId } from '../../runtime/database/log-id';
import { neverThrows } from '../../runtime/never-throws';
import { readSessionFacts, sessionFacts, withSessionFacts } from '../../sessions/session-metadata';
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
  const profile = await neverThrows(strapi, 'an account', (trx) =>
    getService(strapi, 'accounts').ensureProfile(trx, accountId)
  );
  const sent = clientDeviceId(attempt ? attempt.clientDeviceId : data.deviceId);
  data.deviceId = sent ?? autoDeviceId(profile?.documentId ?? `account:${data.userId}`, facts);
  if (isRotation) {
    return;
  }

  const now = new Date();
  const logId = isLogin(attempt) ? newLogId(now) : null;
  const connection = attempt?.connection ?? profile?.connection ?? 'local';
  const stored = sessionFacts(facts, connection, logId, now);
  const identity = attempt?.identity;
  data.metadata = withSessionFacts(data.metadata, identity ? { ...stored, identity } : stored);
};

const captureSession = async (strapi: Core.Strapi, data: SessionData): Promise<void> => {
  const attempt = currentAttempt();
  const stored = readSessionFacts(data.metadata);
  const session = {
    sessionId: data.sessionId,
    accountId: Number(data.userId),
    deviceId: data.deviceId ?? '',
    logId: stored?.log_id ?? null,
    isNewDevice: false,
  };
  recordSession(attempt, session);
  const isNewDevice = await touchDevice(strapi, attempt, {
    accountId: session.accountId,
    deviceId: session.deviceId,
    identityKey: stored?.identity ?? null,
    facts: attempt?.facts ?? getService(strapi, 'request-facts').current(),
  });
  session.isNewDevice = isNewDevice === true;
};

/** Records the login of a session that other code opened, outside of the auth controller. */
const recordExternalLogin = async (strapi: Core.Strapi, data: SessionData): Promise<void> => {
  const stored = readSessionFacts(data.metadata);
  if (currentAttempt() || !stored?.log_id) {
    return;
  }
  await getService(strapi, 'event-writer').record({
    type: LOGIN_EVENT,
    accountId: Number(data.userId),
    deviceId: data.deviceId ?? null,
    logId: stored.log_id,
    connection: stored.connection,
    facts: getService(strapi, 'request-facts').current(),
  });
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
      await recordExternalLogin(strapi, data);
    },
  });
};
