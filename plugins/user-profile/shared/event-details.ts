import type { SourceField } from './user-fields';

/**
 * The codes in an event's `details` that the server writes and the panel translates: reasons in snake
 * case, operations in kebab case. Imported events may contain other codes.
 */

/** `details.reason`: why a call failed, or which rate limit it exceeded. */
export const EVENT_REASONS = [
  // Logins and token refreshes
  'unknown_user',
  'wrong_password',
  'wrong_code',
  /** A U&P login that failed validation and named no identifier, so no account can be derived. */
  'invalid',
  'blocked',
  'unconfirmed',
  'provider_disabled',
  'connection_disabled',
  'signup_disabled',
  'email_taken',
  /** One of the site's own attributes of the new account is missing or invalid. */
  'invalid_account_fields',
  'account_missing',
  /** The account has no provider, so Users & Permissions accepts no password for it. */
  'no_provider',
  /** A hook of the site rejected the login or sign-up. `detail` is the reason that it gave. */
  'rejected_by_hook',
  /** A hook of the site threw an error or returned something invalid, or took too long. */
  'hook_failed',
  'hook_timeout',
  'session_ended',
  'refresh_token_reused',

  // Emails with a login code or a link to a new password
  'too_many_codes',
  'mail_failed',

  // The external system behind a connection: `source_` and the fault of a `SourceError`
  'source_timeout',
  'source_unreachable',
  'source_invalid_response',
  'source_response_too_large',
  'source_refused',
  'source_failed',
  'source_misconfigured',
  'source_state_invalid',
  'source_private_ip',

  /** A user whose invitation was revoked requests no password reset. */
  'invitation_revoked',

  // Rate limits (`limit_mu`): what was requested too often
  'sign_up',
  'redirect_login',
  'redirect_callback',
  'redirect_code',
  'password_reset',
  'password_reset_email',
  'new_password',
  'accept_invitation',
] as const;

export type EventReason = (typeof EVENT_REASONS)[number];

/** `details.operation`: what an admin, the API, other code or the user changed. */
export const EVENT_OPERATIONS = [
  'create-user',
  'update-user',
  'block-user',
  'unblock-user',
  'set-password',
  /** `from` and `to` are the roles, each with `documentId`, `name` and `type`, or null. */
  'change-role',
  'send-verification-email',
  'send-password-reset',
  'send-invitation',
  'resend-invitation',
  'revoke-invitation',
  'unlink-device',
  'unlink-all-devices',
  'end-session',
  'end-device-sessions',
  /** `link-identity` is the event of the primary user, `linked-to` that of the secondary user. */
  'link-identity',
  'linked-to',
  /** `unlink-identity` is the event of the remaining user, `unlinked-from` that of the separated user. */
  'unlink-identity',
  'unlinked-from',
  'request-erasure',
  'withdraw-erasure',
  'create-connection',
  'update-connection',
  'delete-connection',
  /** The summary of a bulk operation: `action`, and the numbers of users. */
  'bulk-action',
  /** The summary of an import: the numbers of users. */
  'import-users',
  /**
   * `data` is what was exported (`users`, `devices` or `events`), `format` the format of the file. If the file has
   * password hashes, `password_hashes` is true.
   */
  'export-data',
] as const;

export type EventOperation = (typeof EVENT_OPERATIONS)[number];

/** Why an attribute of a source was left off the profile. */
export const DROP_REASONS = ['invalid', 'too_long', 'not_text'] as const;

export type DropReason = (typeof DROP_REASONS)[number];

/** An entry of `details.dropped`: an attribute in the response of a source that does not fit the profile. */
export type DroppedAttribute = { attribute: SourceField; reason: DropReason };
