import type { EventDetail, EventOperation, EventReason } from './event-details';
import type { EventType } from './event-types';

/**
 * The tables of docs/events.md, which `npm run openapi` writes. Only that script and the tests read this file. A
 * type, detail, reason or operation without an entry does not compile.
 */

interface TypeReference {
  when: string;
  /** `operation` stands for the details of each operation too. */
  details: readonly EventDetail[];
}

const FAILURE = ['reason', 'message', 'detail'] as const;

const HOOKS = ['claims', 'failed_hooks'] as const;

export const TYPE_REFERENCE: Record<EventType, TypeReference> = {
  s: {
    when: 'A user logged in: with a password, a code, by redirect, with a social provider, or by a sign-up that returned tokens',
    details: ['dropped', ...HOOKS],
  },
  f: {
    when: 'A login failed, and neither the password nor the identifier was the reason',
    details: FAILURE,
  },
  fp: { when: 'A login failed because the password was wrong', details: FAILURE },
  fu: { when: 'A login failed because no user has the identifier', details: FAILURE },
  ss: { when: 'A user signed up', details: HOOKS },
  fs: { when: 'A sign-up failed', details: FAILURE },
  slo: { when: 'A user logged out', details: [] },
  flo: {
    when: 'A logout, or the end of a session by its user, failed',
    details: FAILURE,
  },
  sv: { when: 'A user opened the link that confirms the email address', details: [] },
  fv: { when: 'A link that confirms an email address was not accepted', details: FAILURE },
  svr: {
    when: 'A verification email was requested by the user, or sent by an admin or the API',
    details: ['operation'],
  },
  fvr: { when: 'A request for a verification email failed', details: FAILURE },
  scp: {
    when: 'A password changed: by the user, by a reset, or set by an admin, the API or other code',
    details: ['operation', ...HOOKS],
  },
  fcp: { when: 'A change or a reset of a password failed', details: FAILURE },
  scpr: {
    when: 'A password reset was requested by the user, or sent by an admin or the API',
    details: ['operation'],
  },
  fcpr: {
    when: 'A request for a password reset failed, or sent no email',
    details: FAILURE,
  },
  sertft: { when: 'A refresh token was exchanged for new tokens', details: [] },
  fertft: { when: 'A refresh of tokens was rejected', details: FAILURE },
  ferrt: {
    when: 'A refresh token was used again, and its device was ended',
    details: ['reason'],
  },
  cls: { when: 'A login code was sent by email', details: [] },
  fn: {
    when: 'A login code or an invitation could not be sent',
    details: ['reason', 'detail', 'operation'],
  },
  sce: { when: 'An email address changed', details: ['from', 'to'] },
  scu: {
    when: 'A username changed. Only in [imported events](rest.md#sending-events)',
    details: [],
  },
  srrt: {
    when: 'A device was unlinked, or sessions of a device were ended',
    details: ['operation'],
  },
  sdu: { when: 'A user was deleted', details: [] },
  sapi: {
    when: 'An admin, the API, the user or other code changed something',
    details: ['operation'],
  },
  sui: { when: 'An import of users is done. It belongs to no user', details: ['operation'] },
  fui: {
    when: 'An import of users failed or was cancelled. It belongs to no user',
    details: ['operation'],
  },
  si: {
    when: 'A user accepted an invitation and chose a password',
    details: [],
  },
  fi: { when: 'An invitation was not accepted', details: FAILURE },
  limit_wc: {
    when: 'Logins with an identifier were blocked for an IP address, after too many failed ones',
    details: ['until'],
  },
  limit_mu: {
    when: 'Logins from an IP address were blocked after too many failed ones, or a [rate limit](configuration.md) rejected requests. One event for each block or window',
    details: ['until', 'reason'],
  },
  api_limit: {
    when: 'A limit of Users & Permissions rejected a request (one event a minute for each IP address), or too many login codes were requested for one email address',
    details: ['path', 'reason'],
  },
  ublkdu: {
    when: 'An admin or the API lifted the login blocks of a user',
    details: ['lifted'],
  },
};

export const DETAIL_REFERENCE: Record<EventDetail, string> = {
  reason: 'Why it failed, or which limit was exceeded: one of the [reasons](#reasons)',
  message: 'The message of the error, in English, at most 300 characters',
  detail:
    'More about a failure: what the source reported, or the reason that a [login hook](login-hooks.md) gave',
  operation: 'What changed: one of the [operations](#operations)',
  changed:
    'The names of the changed attributes; those of the options of a connection begin with `options.`',
  from: 'The previous value: an email address, or a role with `documentId`, `name` and `type`. Null if there was none',
  to: 'The new value, as `from`; or the connection that users moved to',
  until: 'When the block ends (ISO 8601)',
  block_reason: 'The reason that was given for the block, for admins of the panel only',
  sessions_ended: 'Whether all sessions of the user ended',
  expires_at: 'Until when the invitation is valid (ISO 8601)',
  dropped:
    'The attributes that [do not fit the profile](connections/README.md#what-a-source-sends), such as `[{ "attribute": "picture", "reason": "too_long" }]`. Reasons are `invalid`, `too_long` and `not_text`',
  claims: 'What the hooks of the site [added](login-hooks.md#claims-and-app_metadata)',
  failed_hooks: 'The hooks that failed, if the site allows that',
  device_id: 'The device',
  device: 'The name of the device',
  application: 'The application of the session',
  devices: 'The number of devices',
  sessions: 'The number of sessions',
  lifted: 'The number of lifted blocks',
  path: 'The path of the request',
  identity: 'The identity, as `<connection>|<id>`',
  user_id: 'The `user_id` of the other user',
  automatic:
    'True if the plugin [linked](linking.md#automatic-linking) the identity at its first login',
  strategy: 'The strategy of the connection',
  moved: 'The number of users who were moved to another connection',
  detached: 'The number of users who were detached',
  action: 'The action of a bulk operation, such as `block`',
  done: 'The number of users who were changed',
  created: 'The number of users who were created',
  updated: 'The number of users who were updated',
  unchanged: 'The number of users for whom nothing had to change',
  skipped: 'The number of users who exist and were left as they are',
  failed: 'The number of users who could not be changed or imported',
  connection: 'The connection of the imported users',
  file_name: 'The name of the imported file',
  cancelled: 'True if it was cancelled',
  error: 'Why it ended early',
  data: 'What was exported: `users`, `devices` or `events`',
  format: 'The format of the exported file',
  password_hashes: 'True if the exported file contains password hashes',
};

export const REASON_REFERENCE: Record<EventReason, string> = {
  unknown_user: 'No user has the identifier',
  wrong_password: 'The password was wrong',
  wrong_code: 'The login code was wrong or had expired',
  invalid: 'The request was invalid and named no identifier',
  blocked: 'The user is blocked',
  unconfirmed: 'The email address is not confirmed, and the site requires it',
  provider_disabled:
    'The provider, or the login with a password, is disabled in Users & Permissions',
  connection_disabled: 'The connection is disabled',
  signup_disabled: 'The connection does not allow sign-ups',
  email_taken: 'Another user has the email address',
  invalid_account_fields:
    'An [attribute that the site requires](connections/README.md#account-fields) was missing or invalid when the user was to be created',
  account_missing: 'The account of the user no longer exists',
  no_provider:
    'The account has no provider, so Users & Permissions accepts no password for it. Set a password: that makes it `local`',
  rejected_by_hook: 'A [login hook](login-hooks.md) rejected the login or sign-up',
  hook_failed: 'A login hook threw an error or returned something invalid',
  hook_timeout: 'A login hook took too long',
  session_ended: 'Something else ended the session, or the login while it was running',
  refresh_token_reused: 'The refresh token was used before',
  too_many_codes:
    'Too many login codes were requested, for one email address or from one IP address',
  mail_failed: 'The email could not be sent',
  source_timeout: 'The source did not respond in time',
  source_unreachable: 'The source could not be reached',
  source_invalid_response: 'The source returned an invalid response',
  source_response_too_large: 'The source returned a response that is too large',
  source_refused: 'The source or provider refused the login',
  source_failed: 'The source reported an error',
  source_misconfigured: 'The connection is not configured correctly',
  source_state_invalid: 'A login by redirect was started in another browser or took too long',
  source_private_ip: 'The host of the source has a private IP address, which is not allowed',
  invitation_revoked: 'The invitation of the user was revoked, so no password reset is sent',
  sign_up: 'Too many sign-ups',
  redirect_login: 'Too many logins by redirect were started',
  redirect_callback: 'Too many callbacks of logins by redirect',
  redirect_code: 'Too many exchanges of the code of a login by redirect',
  password_reset: 'Too many requests for a password reset',
  password_reset_email: 'Too many password reset emails for one email address',
  new_password: 'Too many attempts to set a new password',
  accept_invitation: 'Too many attempts to accept an invitation',
};

interface OperationReference extends TypeReference {
  types: readonly EventType[];
}

const SAPI = ['sapi'] as const;

const SRRT = ['srrt'] as const;

const BLOCK_ENDS = 'A block that reached its end has the actor `system`';

export const OPERATION_REFERENCE: Record<EventOperation, OperationReference> = {
  'create-user': { types: SAPI, when: 'A user was created', details: [] },
  'update-user': { types: SAPI, when: 'The profile or metadata changed', details: ['changed'] },
  'block-user': { types: SAPI, when: 'The user was blocked', details: ['block_reason', 'until'] },
  'unblock-user': { types: SAPI, when: `The user was unblocked. ${BLOCK_ENDS}`, details: [] },
  'set-password': {
    types: ['scp'],
    when: 'An admin, the API or other code set the password',
    details: ['sessions_ended'],
  },
  'change-role': { types: SAPI, when: 'The role changed', details: ['from', 'to'] },
  'send-verification-email': {
    types: ['svr'],
    when: 'A verification email was sent',
    details: [],
  },
  'send-password-reset': { types: ['scpr'], when: 'A password reset was sent', details: [] },
  'send-invitation': {
    types: ['sapi', 'fn'],
    when: 'An invitation was sent, or could not be sent (`fn`)',
    details: ['expires_at', 'reason'],
  },
  'resend-invitation': {
    types: ['sapi', 'fn'],
    when: 'An invitation was sent again, or could not be sent (`fn`)',
    details: ['expires_at', 'reason'],
  },
  'revoke-invitation': { types: SAPI, when: 'An invitation was revoked', details: [] },
  'unlink-device': {
    types: SRRT,
    when: 'A device was unlinked',
    details: ['device_id', 'device'],
  },
  'unlink-all-devices': { types: SRRT, when: 'All devices were unlinked', details: ['devices'] },
  'end-session': {
    types: SRRT,
    when: 'One session of a device was ended',
    details: ['device_id', 'device', 'application'],
  },
  'end-device-sessions': {
    types: SRRT,
    when: 'All sessions of a device were ended',
    details: ['device_id', 'device', 'sessions'],
  },
  'link-identity': {
    types: SAPI,
    when: 'Another user was linked: the event of the primary user',
    details: ['identity', 'automatic'],
  },
  'linked-to': {
    types: SAPI,
    when: 'Another user was linked: the event of the secondary user, in the history of the primary user',
    details: ['user_id'],
  },
  'unlink-identity': {
    types: SAPI,
    when: 'An identity was unlinked: the event of the user who remains',
    details: ['identity'],
  },
  'unlinked-from': {
    types: SAPI,
    when: 'An identity was unlinked: the event of the separated user',
    details: ['user_id'],
  },
  'request-erasure': { types: SAPI, when: 'The user requested deletion', details: [] },
  'withdraw-erasure': { types: SAPI, when: 'The user withdrew the request', details: [] },
  'create-connection': {
    types: SAPI,
    when: 'A connection was created. Events of connections belong to no user',
    details: ['strategy'],
  },
  'update-connection': { types: SAPI, when: 'A connection was changed', details: ['changed'] },
  'delete-connection': {
    types: SAPI,
    when: 'A connection was deleted',
    details: ['moved', 'detached', 'to'],
  },
  'bulk-action': {
    types: SAPI,
    when: 'A bulk operation ended. It belongs to no user; each changed user has one too',
    details: ['action', 'done', 'unchanged', 'failed', 'cancelled', 'error'],
  },
  'import-users': {
    types: ['sui', 'fui'],
    when: 'An import of users ended',
    details: [
      'created',
      'updated',
      'unchanged',
      'skipped',
      'failed',
      'connection',
      'file_name',
      'cancelled',
      'error',
    ],
  },
  'export-data': {
    types: SAPI,
    when: 'Data was exported. It belongs to no user',
    details: ['data', 'format', 'password_hashes'],
  },
};
