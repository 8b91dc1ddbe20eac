import { errors } from '@strapi/utils';
import type { Core } from '@strapi/types';
import { STRAPI_UIDS } from '../../../shared/constants';
import type { EventType } from '../../../shared/event-types';
import type { NewEvent } from '../services/events/row';
import type { Attempt } from './attempt';
import type { AuthAction } from './auth-actions';

const MESSAGE_LENGTH = 300;

type Reason = 'blocked' | 'unconfirmed' | 'provider_disabled' | 'source_refused' | 'invalid';

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
  if (error instanceof errors.ValidationError) return 'invalid';
  if (attempt.connection !== 'local') return 'source_refused';
  if (accountId === null) return 'provider_disabled';
  const account = await strapi.db
    .query(STRAPI_UIDS.account)
    .findOne({ select: ['blocked', 'confirmed'], where: { id: accountId } });
  if (account?.blocked === true) return 'blocked';
  return account?.confirmed === true ? 'provider_disabled' : 'unconfirmed';
};

const failedLogin = async (
  strapi: Core.Strapi,
  attempt: Attempt,
  error: unknown
): Promise<{ type: EventType; reason: Reason | 'unknown_user' | 'wrong_password' }> => {
  const { subject } = attempt;
  const reason = await reasonOf(strapi, attempt, subject.accountId, error);
  if (reason !== 'invalid' || !subject.identifier) return { type: 'f', reason };
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
    attempt.action === 'callback'
      ? await failedLogin(strapi, attempt, error)
      : { type: action.failure, reason: undefined };
  return {
    type,
    facts,
    accountId: subject.accountId ?? owner?.accountId,
    deviceId: owner?.deviceId,
    connection,
    userName: subject.identifier === null ? null : maskIdentifier(subject.identifier),
    details: { ...(reason ? { reason } : {}), message: messageOf(error) },
  };
};
