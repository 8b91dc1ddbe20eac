import type { DropReason, EventOperation, EventReason } from '../../../../../shared/event-details';
import type { TranslationKey } from '../../../utils/translations';

/** Texts that replace the name of the event's type. Null if the type's name is enough. */
export const OPERATION_TEXTS: Record<EventOperation, TranslationKey | null> = {
  'create-user': 'events.operation.create-user',
  'update-user': 'events.operation.update-user',
  'block-user': 'events.operation.block-user',
  'unblock-user': 'events.operation.unblock-user',
  'set-password': 'events.operation.set-password',
  'change-role': 'events.operation.change-role',
  'send-verification-email': 'events.operation.send-verification-email',
  'send-password-reset': 'events.operation.send-password-reset',
  'send-invitation': 'events.operation.send-invitation',
  'resend-invitation': 'events.operation.resend-invitation',
  'revoke-invitation': 'events.operation.revoke-invitation',
  'unlink-device': 'events.operation.unlink-device',
  'unlink-all-devices': 'events.operation.unlink-all-devices',
  'link-identity': 'events.operation.link-identity',
  'linked-to': 'events.operation.linked-to',
  'unlink-identity': 'events.operation.unlink-identity',
  'unlinked-from': 'events.operation.unlinked-from',
  'request-erasure': 'events.operation.request-erasure',
  'withdraw-erasure': 'events.operation.withdraw-erasure',
  'create-connection': 'events.operation.create-connection',
  'update-connection': 'events.operation.update-connection',
  'delete-connection': 'events.operation.delete-connection',
};

/** Null if the name of the event already says it. */
export const REASON_TEXTS: Record<EventReason, TranslationKey | null> = {
  unknown_user: null,
  wrong_password: null,
  refresh_token_reused: null,
  wrong_code: 'events.reason.wrong_code',
  invalid: 'events.reason.invalid',
  blocked: 'events.reason.blocked',
  unconfirmed: 'events.reason.unconfirmed',
  provider_disabled: 'events.reason.provider_disabled',
  connection_disabled: 'events.reason.connection_disabled',
  signup_disabled: 'events.reason.signup_disabled',
  email_taken: 'events.reason.email_taken',
  invalid_account_fields: 'events.reason.invalid_account_fields',
  account_missing: 'events.reason.account_missing',
  no_provider: 'events.reason.no_provider',
  session_ended: 'events.reason.session_ended',
  too_many_codes: 'events.reason.too_many_codes',
  mail_failed: 'events.reason.mail_failed',
  source_timeout: 'events.reason.source_timeout',
  source_unreachable: 'events.reason.source_unreachable',
  source_invalid_response: 'events.reason.source_invalid_response',
  source_response_too_large: 'events.reason.source_response_too_large',
  source_refused: 'events.reason.source_refused',
  source_failed: 'events.reason.source_failed',
  source_misconfigured: 'events.reason.source_misconfigured',
  source_state_invalid: 'events.reason.source_state_invalid',
  source_private_ip: 'events.reason.source_private_ip',
  sign_up: 'events.reason.sign_up',
  redirect_login: 'events.reason.redirect_login',
  redirect_callback: 'events.reason.redirect_callback',
  redirect_code: 'events.reason.redirect_code',
  password_reset: 'events.reason.password_reset',
  password_reset_email: 'events.reason.password_reset_email',
  new_password: 'events.reason.new_password',
  invitation_revoked: 'events.reason.invitation_revoked',
  accept_invitation: 'events.reason.accept_invitation',
};

/** Why an attribute of the source was left off the profile. */
export const DROP_TEXTS: Record<DropReason, TranslationKey> = {
  invalid: 'events.dropped.invalid',
  too_long: 'events.dropped.too_long',
  not_text: 'events.dropped.not_text',
};
