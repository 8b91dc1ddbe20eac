import type { SourceField } from './user-fields';

/**
 * What the server writes into an event's `details`, and the codes in it that the panel translates: reasons in
 * snake case, operations in kebab case. Imported events may contain others. `event-reference.ts` has the text of
 * docs/events.md about each.
 */

/** `details.reason`: why a call failed, or which rate limit it exceeded. */
export const EVENT_REASONS = [
  // Logins and token refreshes
  'unknown_user',
  'wrong_password',
  'wrong_code',
  'invalid',
  'blocked',
  'unconfirmed',
  'provider_disabled',
  'connection_disabled',
  'signup_disabled',
  'email_taken',
  'invalid_account_fields',
  'account_missing',
  'no_provider',
  'rejected_by_hook',
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

  // Password resets
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
  'link-identity',
  'linked-to',
  'unlink-identity',
  'unlinked-from',
  'request-erasure',
  'withdraw-erasure',
  'create-connection',
  'update-connection',
  'delete-connection',
  'bulk-action',
  'import-users',
  'export-data',
] as const;

export type EventOperation = (typeof EVENT_OPERATIONS)[number];

/** Why an attribute of a source was left off the profile. */
export const DROP_REASONS = ['invalid', 'too_long', 'not_text'] as const;

export type DropReason = (typeof DROP_REASONS)[number];

/** An entry of `details.dropped`: an attribute in the response of a source that does not fit the profile. */
export type DroppedAttribute = { attribute: SourceField; reason: DropReason };

/** The keys of `details`. `event-reference.ts` describes each for docs/events.md. */
export const EVENT_DETAILS = [
  'reason',
  'message',
  'detail',
  'operation',
  'changed',
  'from',
  'to',
  'until',
  'block_reason',
  'sessions_ended',
  'expires_at',
  'dropped',
  'claims',
  'failed_hooks',
  'device_id',
  'device',
  'application',
  'devices',
  'sessions',
  'lifted',
  'path',
  'identity',
  'user_id',
  'automatic',
  'strategy',
  'moved',
  'detached',
  'action',
  'done',
  'created',
  'updated',
  'unchanged',
  'skipped',
  'failed',
  'connection',
  'file_name',
  'cancelled',
  'error',
  'data',
  'format',
  'password_hashes',
] as const;

export type EventDetail = (typeof EVENT_DETAILS)[number];

/** What hooks, sources and other admins say about a user. Users do not see it in their own events. */
export const ADMIN_DETAILS: ReadonlySet<string> = new Set<EventDetail>([
  'detail',
  'claims',
  'failed_hooks',
  'block_reason',
]);

/** Operations whose events name the other user. */
export const LINK_OPERATIONS: ReadonlySet<string> = new Set<EventOperation>([
  'link-identity',
  'linked-to',
  'unlink-identity',
  'unlinked-from',
]);

/** How they name that user. */
export const LINKED_DETAILS: ReadonlySet<string> = new Set<EventDetail>(['user_id', 'identity']);
