import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';

import { STRAPI_UIDS } from '../../../shared/constants';
import type { EventReason } from '../../../shared/event-details';
import { LOGIN_EVENT, type EventType } from '../../../shared/event-types';
import type { NewEvent } from '../events/row';
import { AccountFieldsError } from '../model/accounts/account-fields';
import {
  InvalidCredentialsError,
  LoginRejectedError,
  SourceError,
} from '../model/connections/errors';
import type { Attempt } from '../request/attempt';
import type { AuthAction } from '../request/auth-action-events';
import { isSessionEndedError } from '../sessions/session-rows';
import { ConflictError } from '../utils/errors';
import { maskIdentifier } from '../utils/mask-identifier';

const MESSAGE_LENGTH = 300;

interface FailureReason {
  type: EventType;
  reason: EventReason;
}

const TYPES = { unknown_user: 'fu', wrong_password: 'fp', wrong_code: 'f' } as const;

/** The reason that an error of the plugin's own logins carries. */
const reasonFor = (error: unknown): FailureReason | null => {
  if (error instanceof InvalidCredentialsError) {
    return { type: TYPES[error.reason], reason: error.reason };
  }
  if (error instanceof SourceError) {
    return { type: 'f', reason: `source_${error.fault}` };
  }
  if (error instanceof LoginRejectedError) {
    return { type: 'f', reason: error.reason };
  }
  if (error instanceof AccountFieldsError) {
    return { type: 'f', reason: 'invalid_account_fields' };
  }
  return error instanceof ConflictError ? { type: 'f', reason: 'email_taken' } : null;
};

const messageOf = (error: unknown): string => {
  const { message } = ((error as { error?: unknown } | undefined)?.error ?? error ?? {}) as {
    message?: unknown;
  };
  return typeof message === 'string' ? message.slice(0, MESSAGE_LENGTH) : '';
};

const detailOf = (error: unknown): { detail?: string } => {
  const hasDetail = error instanceof SourceError || error instanceof LoginRejectedError;
  return hasDetail && error.detail ? { detail: error.detail } : {};
};

/**
 * U&P throws the same error class for all of these. The state of the account tells them apart, in the
 * order of U&P's own checks.
 */
const reasonOf = async (
  strapi: Core.Strapi,
  attempt: Attempt,
  accountId: number | null,
  error: unknown
): Promise<EventReason> => {
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
): Promise<FailureReason> => {
  const known = reasonFor(error);
  if (known) {
    return known;
  }
  if (isSessionEndedError(error)) {
    return { type: 'f', reason: 'session_ended' };
  }
  const { subject } = attempt;
  const reason = await reasonOf(strapi, attempt, subject.accountId, error);
  if (reason !== 'invalid' || !subject.identifier) {
    return { type: 'f', reason };
  }
  if (subject.accountId === null) {
    return { type: 'fu', reason: 'unknown_user' };
  }
  return subject.hasProvider
    ? { type: 'fp', reason: 'wrong_password' }
    : { type: 'f', reason: 'no_provider' };
};

/** The event of a failed call. It never contains the request body or a token. */
export const describeFailure = async (
  strapi: Core.Strapi,
  action: AuthAction,
  attempt: Attempt,
  error: unknown
): Promise<NewEvent> => {
  const { rejection, tokenUser, subject, facts, connection, hookError } = attempt;
  // Ending the session of a login that a hook rejected may fail too.
  const cause = hookError ?? error;
  if (rejection) {
    const { type, reason } = rejection;
    return { type, facts, connection, ...tokenUser, details: { reason } };
  }
  const { type, reason } =
    action.success === LOGIN_EVENT
      ? await failedLogin(strapi, attempt, cause)
      : { type: action.failure, reason: reasonFor(cause)?.reason };
  return {
    type,
    facts,
    accountId: subject.accountId ?? tokenUser?.accountId,
    deviceId: tokenUser?.deviceId,
    connection,
    userName: subject.identifier === null ? null : maskIdentifier(subject.identifier),
    details: {
      ...(reason ? { reason } : {}),
      message: messageOf(cause),
      ...detailOf(cause),
    },
  };
};
