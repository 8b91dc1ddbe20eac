import { errors } from '@strapi/utils';

import type { EventReason } from '../../../../shared/event-details';

/** The same text whether the user or the password is wrong. */
const WRONG_PASSWORD = 'Invalid identifier or password';
/** The same whether the code is wrong, used, too old, or was never sent to this address. */
const WRONG_CODE = 'The code is wrong or too old';

/** Whoever wants to sign in did not prove who it is. The text does not tell who exists. */
export class InvalidCredentialsError extends errors.ValidationError {
  /** @param reason for the log alone */
  constructor(
    readonly reason: Extract<
      EventReason,
      'unknown_user' | 'wrong_password' | 'wrong_code'
    > = 'wrong_password'
  ) {
    super(reason === 'wrong_code' ? WRONG_CODE : WRONG_PASSWORD);
  }
}

/** An event has it as the reason `source_<fault>`. */
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

/** A source that did not do its part; the message is for people and holds nothing that it sent. */
export class SourceError extends errors.ApplicationError<'SourceError', string, object> {
  constructor(
    readonly fault: SourceFault,
    message: string,
    /** For the log and for admins alone: whoever signs in must not learn where the source is. */
    readonly detail?: string
  ) {
    super(message, { fault });
    this.name = 'SourceError';
  }
}

/** For admins and logs: the message and, if there is one, the detail. */
export const describeSourceError = ({ message, detail }: SourceError): string =>
  detail ? `${message} (${detail})` : message;

/** A login that the site itself refuses: a blocked user, a disabled connection, no sign-up. */
export class LoginRefusedError extends errors.ApplicationError<
  'LoginRefusedError',
  string,
  object
> {
  constructor(
    readonly reason: Extract<
      EventReason,
      'blocked' | 'connection_disabled' | 'signup_disabled' | 'email_taken'
    >,
    message: string
  ) {
    super(message, { reason });
    this.name = 'LoginRefusedError';
  }
}
