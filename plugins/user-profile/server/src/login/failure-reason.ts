import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';

import { STRAPI_UIDS } from '../../../shared/constants';
import type { EventReason } from '../../../shared/event-details';
import { LOGIN_EVENT, type EventType } from '../../../shared/event-types';
import type { NewEvent } from '../events/row';
import {
  InvalidCredentialsError,
  LoginRefusedError,
  SourceError,
} from '../model/connections/errors';
import type { Attempt } from '../request/attempt';
import type { AuthAction } from '../request/auth-action-events';
import { isEndedMeanwhile } from '../sessions/ended-meanwhile';
import { ConflictError } from '../utils/errors';

const MESSAGE_LENGTH = 300;

type Reason = Extract<
  EventReason,
  'blocked' | 'unconfirmed' | 'provider_disabled' | 'source_refused' | 'invalid'
>;

interface Told {
  type: EventType;
  reason: EventReason;
}

const TYPES = { unknown_user: 'fu', wrong_password: 'fp', wrong_code: 'f' } as const;

/** What the plugin's own logins say of a failure, in the error itself. */
const toldBy = (error: unknown): Told | null => {
  if (error instanceof InvalidCredentialsError) {
    return { type: TYPES[error.reason], reason: error.reason };
  }
  if (error instanceof SourceError) {
    return { type: 'f', reason: `source_${error.fault}` };
  }
  if (error instanceof LoginRefusedError) {
    return { type: 'f', reason: error.reason };
  }
  return error instanceof ConflictError ? { type: 'f', reason: 'email_taken' } : null;
};

const EMAIL = /^[^\s@]{1,64}@[^\s@]{1,190}$/;

/** People type passwords into the wrong box: what is not plainly an email is not kept. */
export const maskIdentifier = (identifier: string): string =>
  EMAIL.test(identifier) ? identifier.toLowerCase() : '*****';

const messageOf = (error: unknown): string => {
  const { message } = ((error as { error?: unknown } | undefined)?.error ?? error ?? {}) as {
    message?: unknown;
  };
  return typeof message === 'string' ? message.slice(0, MESSAGE_LENGTH) : '';
};

/**
 * U&P says all of these by the same error class; what it checks first is told by the state of the
 * account, in the order in which it checks.
 */
const reasonOf = async (
  strapi: Core.Strapi,
  attempt: Attempt,
  accountId: number | null,
  error: unknown
): Promise<Reason> => {
  if (error instanceof errors.ValidationError) {
    return 'invalid';
  }
  if (attempt.connection !== 'local') {
    return 'source_refused';
  }
  if (accountId === null) {
    return 'provider_disabled';
  }
  const account = await strapi.db
    .query(STRAPI_UIDS.account)
    .findOne({ select: ['blocked', 'confirmed'], where: { id: accountId } });
  if (account?.blocked === true) {
    return 'blocked';
  }
  return account?.confirmed === true ? 'provider_disabled' : 'unconfirmed';
};

const failedLogin = async (
  strapi: Core.Strapi,
  attempt: Attempt,
  error: unknown
): Promise<Told> => {
  const told = toldBy(error);
  if (told) {
    return told;
  }
  if (isEndedMeanwhile(error)) {
    return { type: 'f', reason: 'session_ended' };
  }
  const { subject } = attempt;
  const reason = await reasonOf(strapi, attempt, subject.accountId, error);
  if (reason !== 'invalid' || !subject.identifier) {
    return { type: 'f', reason };
  }
  return subject.accountId === null
    ? { type: 'fu', reason: 'unknown_user' }
    : { type: 'fp', reason: 'wrong_password' };
};

/** The event of a call that failed. Neither the request's body nor a token is ever part of it. */
export const describeFailure = async (
  strapi: Core.Strapi,
  action: AuthAction,
  attempt: Attempt,
  error: unknown
): Promise<NewEvent> => {
  const { refusal, owner, subject, facts, connection } = attempt;
  if (refusal) {
    const { type, reason } = refusal;
    return { type, facts, connection, ...owner, details: { reason } };
  }
  const { type, reason } =
    action.success === LOGIN_EVENT
      ? await failedLogin(strapi, attempt, error)
      : { type: action.failure, reason: toldBy(error)?.reason };
  return {
    type,
    facts,
    accountId: subject.accountId ?? owner?.accountId,
    deviceId: owner?.deviceId,
    connection,
    userName: subject.identifier === null ? null : maskIdentifier(subject.identifier),
    details: {
      ...(reason ? { reason } : {}),
      message: messageOf(error),
      ...(error instanceof SourceError && error.detail ? { detail: error.detail } : {}),
    },
  };
};
