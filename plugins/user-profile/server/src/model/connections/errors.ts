import { errors } from '@strapi/utils';

import type { EventReason } from '../../../../shared/event-details';
import type { CodedText } from '../../utils/errors';

/** One text for both, so it does not reveal which users exist. */
const WRONG_PASSWORD = 'Invalid identifier or password';
/** One text for a wrong, used and expired code, and for a code that was never sent. */
const WRONG_CODE = 'The code is wrong or too old';

/** Wrong credentials. The message does not reveal whether the user exists. */
export class InvalidCredentialsError extends errors.ValidationError {
  /** @param reason for the log only */
  constructor(
    readonly reason: Extract<
      EventReason,
      'unknown_user' | 'wrong_password' | 'wrong_code'
    > = 'wrong_password'
  ) {
    super(reason === 'wrong_code' ? WRONG_CODE : WRONG_PASSWORD);
  }
}

/** The reason of the event is `source_<fault>`. */
export type SourceFault =
  | 'timeout'
  | 'unreachable'
  | 'invalid_response'
  | 'response_too_large'
  | 'refused'
  | 'failed'
  | 'misconfigured'
  | 'state_invalid'
  | 'private_ip';

/** A failure of a source. The message is for users and contains nothing that the source sent. */
export class SourceError extends errors.ApplicationError<'SourceError', string, object> {
  constructor(
    readonly fault: SourceFault,
    readonly text: CodedText | string,
    /** For the log and admins only: it may reveal where the source is. */
    readonly detail?: string
  ) {
    const { message, ...code } = typeof text === 'string' ? { message: text } : text;
    super(message, { fault, ...code });
    this.name = 'SourceError';
  }
}

/** For admins and logs: the message and, if there is one, the detail. */
export const describeSourceError = ({ message, detail }: SourceError): string =>
  detail ? `${message} (${detail})` : message;

/**
 * A rejected login: the user is blocked, the connection is disabled or closed for sign-ups, or a hook of the site
 * rejects it.
 */
export class LoginRejectedError extends errors.ApplicationError<
  'LoginRejectedError',
  string,
  object
> {
  constructor(
    readonly reason: Extract<
      EventReason,
      | 'blocked'
      | 'connection_disabled'
      | 'signup_disabled'
      | 'email_taken'
      | 'account_missing'
      | 'rejected_by_hook'
      | 'hook_failed'
      | 'hook_timeout'
    >,
    message: string,
    /** For the log and admins only. */
    readonly detail?: string
  ) {
    super(message, { reason });
    this.name = 'LoginRejectedError';
  }
}
