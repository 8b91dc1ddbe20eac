/**
 * The errors of responses that the panel shows in its language, by code. The text is that of the response;
 * parameters are in braces. The panel has a text `error.<code>` for each, and shows the text of the response
 * for other errors.
 */
export const ERROR_TEXTS = {
  account_deleted: 'The account of this user was deleted',
  action_unavailable: 'The action "{action}" is not available for this user',
  connection_disabled: 'The connection "{name}" is disabled',
  connection_managed_in_config:
    'The connection "{name}" is managed in the configuration of the plugin and must be changed there',
  connection_managed_in_users_permissions:
    'The connection "{name}" is managed in Users & Permissions and must be changed there',
  connection_name_reserved: '"{name}" is reserved by Users & Permissions; choose another name',
  connection_name_taken: 'A connection with the name "{name}" already exists',
  connection_not_creatable: 'Users cannot be created in the connection "{name}"',
  connection_not_found: 'The connection "{name}" does not exist',
  connection_unknown: 'There is no connection "{name}"',
  connection_untestable: 'The connection "{name}" has no connection test',
  email_not_sent:
    'The email could not be sent: {reason}. Check the email provider in the settings of Strapi.',
  email_taken: 'Another user of this connection has this email address',
  email_taken_as_username: 'Another user has this email address as the username',
  email_taken_on_site:
    'A user of another connection has this email address, and the site allows one account per email address',
  identity_not_found: 'This user has no identity with this id',
  identity_primary: 'The primary identity of a user cannot be unlinked',
  invalid_recipient:
    'The email address of this user is invalid. Correct it, then send the email again.',
  link_erasure_requested: 'The other user has requested erasure. Settle that request first.',
  link_other_blocked: 'The other user is blocked. Unblock that user first.',
  link_same_user: 'A user cannot be linked to itself',
  link_taken: 'This identity is already linked to another user. Unlink it there first.',
  link_twice: 'This identity is already linked to this user',
  link_user_blocked: 'This user is blocked. Unblock the user first.',
  metadata_depth: 'Must not be nested deeper than {max} levels',
  metadata_key:
    'The key "{key}" is not allowed: a key must not contain ".", "$" or NUL, and must not be __proto__, constructor or prototype',
  metadata_size: 'user_metadata must be at most {max} bytes as JSON, but has {size}',
  not_storable: 'Text must not contain NUL characters or lone surrogates',
  password_bytes: 'The password must have at most {max} bytes',
  password_length: 'The password must have at least {min} characters',
  revision_outdated:
    'This user was changed in the meantime. Load the user again and repeat your change.',
  role_unknown: 'There is no role with the documentId or type "{name}"',
  user_not_found: 'There is no user with this id',
  user_without_email: 'This user has no email address',
  username_characters:
    "The username may only contain letters (a-z), digits and _ + - . @ ^ $ ! # ~ ' `",
  username_email: 'The username must not be an email address',
  username_length: 'The username must have {min} to {max} characters',
  username_taken: 'This username is taken',
  username_taken_in_connection: 'Another user of this connection already has this username',
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
