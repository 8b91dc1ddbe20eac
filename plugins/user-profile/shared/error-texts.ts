import { IMPORT_ERROR_TEXTS } from './import-error-texts';

/**
 * The errors of responses that the panel shows in its language, by code. The text is that of the response;
 * parameters are in braces. The panel has a text `error.<code>` for each, and shows the text of the response
 * for other errors.
 */
export const ERROR_TEXTS = {
  ...IMPORT_ERROR_TEXTS,
  account_deleted: 'The account of this user was deleted',
  account_without_login:
    'This account has no provider and cannot log in, because another account logs in with its email address or username. Change or delete one of the two.',
  action_unavailable: 'The action "{action}" is not available for this user',
  block_end: 'must be in the future, by at most {max} days',
  bulk_action_failed: 'The action failed. The server log has the reason.',
  bulk_already_undone: 'This bulk operation has been undone already',
  bulk_not_found: 'This bulk operation does not exist, or its results were deleted',
  bulk_not_undoable:
    'Only a block or unblock that has ended, changed users and was not undone can be undone',
  bulk_results_deleted: 'The results of the operation were deleted',
  bulk_too_many: '{max} bulk operations are running. Wait until one of them has ended.',
  connection_disabled: 'The connection "{name}" is disabled',
  connection_former_strategy:
    'A deleted connection "{name}" with the strategy "{strategy}" still has users. Choose another name, or the same strategy.',
  connection_has_users:
    'The connection "{name}" has users: {count}. Move them to another connection, or detach them from this one.',
  connection_managed_in_config:
    'The connection "{name}" is managed in the configuration of the plugin and must be changed there',
  connection_managed_in_users_permissions:
    'The connection "{name}" is managed in Users & Permissions and must be changed there',
  connection_name_reserved: '"{name}" is reserved by Users & Permissions; choose another name',
  connection_name_taken: 'A connection with the name "{name}" already exists',
  connection_not_creatable: 'Users cannot be created in the connection "{name}"',
  connection_not_found: 'The connection "{name}" does not exist',
  connection_only_in_config:
    'Connections with the strategy "{strategy}" can only be edited in the configuration of the plugin',
  connection_target_invalid: '"to" must name another connection with the strategy "{strategy}"',
  connection_unknown: 'There is no connection "{name}"',
  connection_untestable: 'The connection "{name}" has no connection test',
  connection_without_invitations: 'Users cannot be invited in the connection "{name}"',
  cursor_invalid: '{name} must be the {source} of an earlier response',
  cursor_order: 'pagination.cursor belongs to the order {sort}: keep the same sort for all pages',
  device_not_found: 'This user has no such device',
  email_change_unsupported: 'The connection of this user does not allow email changes',
  email_not_sent:
    'The email could not be sent: {reason}. Check the email provider in the settings of Strapi.',
  email_taken: 'Another user of this connection has this email address',
  email_taken_as_username: 'Another user has this email address as the username',
  email_taken_at_source: 'The source already has a user with this email address',
  email_taken_on_site:
    'A user of another connection has this email address, and the site allows one account per email address',
  encryption_key_missing:
    'The secret cannot be stored: set admin.secrets.encryptionKey in config/admin first',
  field_invalid: '{problem}',
  field_not_filterable: 'users cannot be filtered by this field; add it to accountFields.filters',
  field_required_elsewhere:
    'is required, but cannot be set here: make it optional in the user type, or add it to accounts.defaults in the plugin configuration',
  field_unknown: 'is not a field of the user type that can be set',
  identity_not_found: 'This user has no identity with this id',
  identity_primary: 'The primary identity of a user cannot be unlinked',
  import_files_waiting: '{max} uploaded files wait for an import. Import or delete one of them.',
  invalid_recipient:
    'The email address of this user is invalid. Correct it, then send the email again.',
  invitation_missing: 'This user has no invitation to revoke',
  invitation_unavailable:
    'The user cannot be invited: the user has a password or is blocked, the connection is disabled or does not support invitations, or "invitations.url" is not set',
  invitations_not_set_up:
    'This site sends no invitations, because "invitations.url" of the plugin is not set',
  invited_password: 'An invited user chooses the password; omit it',
  issuer_multi_tenant:
    'The issuer of the connection must name one tenant. With a multi-tenant issuer, the admin of any tenant could log in as any user.',
  issuer_url: 'must be the issuer URL of the provider, such as https://login.example.com',
  link_erasure_requested: 'The other user has requested erasure. Settle that request first.',
  link_other_blocked: 'The other user is blocked. Unblock that user first.',
  link_same_user: 'A user cannot be linked to itself',
  link_taken: 'This identity is already linked to another user. Unlink it there first.',
  link_twice: 'This identity is already linked to this user',
  link_user_blocked: 'This user is blocked. Unblock the user first.',
  metadata_depth: 'Must not be nested deeper than {max} levels',
  metadata_key:
    'The key "{key}" is not allowed: a key must not contain ".", "$" or NUL, and must not be __proto__, constructor or prototype',
  metadata_schema: '{path} {problem}',
  metadata_size: 'user_metadata must be at most {max} bytes as JSON, but has {size}',
  not_storable: 'Text must not contain NUL characters or lone surrogates',
  password_bytes: 'The password must have at most {max} bytes',
  password_change_unsupported: 'The connection of this user does not allow password changes',
  password_length: 'The password must have at least {min} characters',
  password_letters_and_digits:
    'The password must contain lowercase letters (a-z), uppercase letters (A-Z) and digits',
  password_no_triples: 'The password must not repeat a character three times in a row',
  password_reset_unsupported: 'Users of this connection have no password to reset',
  password_rules: 'The password does not meet the rules of this site',
  password_three_of_four:
    'The password must contain three of: lowercase letters (a-z), uppercase letters (A-Z), digits, special characters',
  pkce_required: 'must be on for a public client: nothing else protects its codes',
  provider_algorithms:
    'The provider signs ID tokens with {algorithms} only. Choose a signing key there, so it signs with RS256 or another algorithm that has a public key.',
  provider_auth_methods:
    'The provider accepts {methods} as client authentication only, which is not supported',
  provider_client_rejected: 'The provider does not accept the client ID or secret',
  provider_client_unauthorized: 'The provider does not allow this client to log users in',
  provider_failed: 'The provider had an internal error',
  provider_invalid_response: 'The provider returned an invalid response',
  provider_metadata_missing: 'The discovery document of the provider lacks {names}',
  provider_no_code_flow: 'The provider does not support the authorization code flow',
  provider_no_keys: 'The provider publishes no keys to verify its tokens',
  provider_pkce_methods:
    'The provider supports PKCE with {methods} only, and the login uses S256. Turn "use_pkce" off if the provider rejects the login.',
  provider_refused: 'The provider refused the login',
  provider_timeout: 'The provider did not respond in time',
  provider_unavailable: 'The provider is temporarily unavailable',
  provider_unknown: 'Users & Permissions no longer has a provider "{name}"',
  revision_outdated:
    'This user was changed in the meantime. Load the user again and repeat your change.',
  role_unknown: 'There is no role with the documentId or type "{name}"',
  scope_without_openid: 'must contain openid',
  secret_again: 'Enter it again, because you changed where it is sent ({options})',
  session_not_found: 'This device has no such session',
  source_did_not_create: 'The source did not return the new user',
  source_failed: 'The source failed',
  source_invalid_response: 'The source returned an invalid response',
  source_not_configured: 'The connection is not configured',
  source_private_ip: 'The source has a private IP address, which this site does not connect to',
  source_rate_limited: 'The source received too many requests; try again later',
  source_rejected_change: 'The source rejected the change',
  source_rejected_input: 'The source rejected the input',
  source_rejected_request: 'The source rejected the request',
  source_response_too_large: 'The response of the source is too large',
  source_timeout: 'The source did not respond in time',
  source_unknown_user: 'The source does not know this user',
  source_unreachable: 'The source could not be reached',
  source_url_insecure: 'The URL of the source must begin with https://',
  source_url_invalid: 'The URL of the source is not valid',
  strategy_not_installed: 'The strategy "{strategy}" is not installed',
  strategy_unknown: 'Unknown strategy "{strategy}"; use one of {known}',
  target_email_taken:
    '{user}: A user of the target connection already has the email address {email}',
  target_id_taken: '{user}: A user of the target connection already has this id',
  target_username_invalid: '{user}: The username is "{username}". {problem}',
  target_username_missing: '{user}: The user has no username, and the connection requires one',
  target_username_taken:
    '{user}: A user of the target connection already has the username "{username}"',
  target_username_unsupported:
    '{user}: The username is "{username}", and users of the target connection have none',
  test_endpoints: '{url}, without userinfo',
  test_endpoints_userinfo: '{url}, with userinfo',
  test_failed_unexpectedly: 'an unexpected error',
  test_keys: 'Signing keys: {count}',
  test_signature_accepted:
    'The service accepted a wrong signature; it must reject such requests with 403',
  test_signature_rejected: 'The service rejects a wrong signature',
  test_signature_unauthorized:
    'The service rejects a wrong signature, but with 401; use 403, since 401 means wrong credentials',
  test_user_accepted: 'The source accepted a test user that does not exist',
  test_user_unknown: 'The source responded that it does not know the test user',
  url_plain: 'must have no user, password, query or fragment',
  user_id_similar:
    'Another user has an id that differs only in case or accents, which this database treats as equal',
  user_id_taken: 'The connection already has a user with this id',
  user_id_taken_on_site: 'Another user already has the user_id "{id}"',
  user_not_created: 'The user could not be created',
  user_not_found: 'There is no user with this id',
  user_without_email: 'This user has no email address',
  username_characters:
    "The username may only contain letters (a-z), digits and _ + - . @ ^ $ ! # ~ ' `",
  username_email: 'The username must not be an email address',
  username_length: 'The username must have {min} to {max} characters',
  username_range: 'must not be less than username_min',
  username_required: 'Users of this connection need a username',
  username_taken: 'This username is taken',
  username_taken_at_source: 'The source already has a user with this username',
  username_taken_in_connection: 'Another user of this connection already has this username',
  username_unsupported: 'Users of this connection have no username',
  verification_email_unavailable:
    'The email address is already verified, or the connection sends no verification emails',
  view_not_found: 'This saved view does not exist',
  views_too_many: 'You have {max} saved views, the maximum. Delete one first.',
} as const;

export type ErrorCode = keyof typeof ERROR_TEXTS;

/** Errors of the validation of input. The text of the response is that of the schema. */
export const INPUT_ERROR_CODES = [
  'input_choice',
  'input_email',
  'input_format',
  'input_required',
  'input_too_few',
  'input_too_large',
  'input_too_long',
  'input_too_many',
  'input_too_short',
  'input_too_small',
  'input_type',
  'input_unknown',
  'input_url',
] as const;

export type InputErrorCode = (typeof INPUT_ERROR_CODES)[number];

export type ErrorParameters = Record<string, string | number>;

/** What a response says about an error besides its text. */
export interface ErrorCodeDetails {
  code: ErrorCode | InputErrorCode;
  /** For the placeholders of the text. */
  params?: ErrorParameters;
}

type NamesIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never;

/** The parameters of the text of a code, if it has any. */
export type ParametersOf<Code extends ErrorCode> = [NamesIn<(typeof ERROR_TEXTS)[Code]>] extends [
  never,
]
  ? []
  : [Record<NamesIn<(typeof ERROR_TEXTS)[Code]>, string | number>];

/** The text of the response for a code. */
export const errorText = (code: ErrorCode, params: ErrorParameters = {}): string =>
  ERROR_TEXTS[code].replace(/\{(\w+)\}/g, (placeholder, name: string) =>
    Object.hasOwn(params, name) ? String(params[name]) : placeholder
  );

/** The message and the code of a check that a schema defines itself: an argument of `refine` and the like. */
export const schemaRule = <Code extends ErrorCode>(
  code: Code,
  ...[params]: ParametersOf<Code>
): { message: string; params: ErrorCodeDetails } => ({
  message: errorText(code, params),
  params: { code, ...(params && { params }) },
});

/** The same for a code whose text is that of the schema. */
export const inputRule = (
  message: string,
  code: InputErrorCode,
  params?: ErrorParameters
): { message: string; params: ErrorCodeDetails } => ({
  message,
  params: { code, ...(params && { params }) },
});

export const isErrorCode = (code: unknown): code is ErrorCodeDetails['code'] =>
  typeof code === 'string' &&
  (Object.hasOwn(ERROR_TEXTS, code) || INPUT_ERROR_CODES.some((each) => each === code));
