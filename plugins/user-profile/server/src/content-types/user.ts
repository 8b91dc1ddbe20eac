import { hiddenType, stringColumn } from './options';

const table = 'user_profile_users';

/**
 * For a filter or an order of the list. The `id` makes the order total. On PostgreSQL,
 * model/users/sort-nulls-first adds NULLS FIRST, which a schema cannot declare.
 */
const listIndex = (column: string) => ({
  name: `${table}_${column}_idx`,
  columns: [column, 'id'],
});

/** Columns with a folded copy, and the length of the copy. See model/users/folded-columns. */
export const FOLDED_LENGTHS = {
  name: 300,
  given_name: 150,
  family_name: 150,
  nickname: 300,
  email: 255,
  username: 255,
  user_id: 512,
} as const;

const foldedColumn = (of: keyof typeof FOLDED_LENGTHS) => ({
  ...stringColumn(FOLDED_LENGTHS[of]),
  private: true,
});

const attributes = {
  user_id: { ...stringColumn(512), required: true },
  email: { type: 'string' },
  email_verified: { type: 'boolean', default: false },
  username: { type: 'string' },
  phone_number: stringColumn(32),
  phone_verified: { type: 'boolean' },
  name: stringColumn(300),
  given_name: stringColumn(150),
  family_name: stringColumn(150),
  nickname: stringColumn(300),
  picture: { type: 'text' },
  user_metadata: { type: 'json' },
  app_metadata: { type: 'json', private: true, writable: false },
  blocked: { type: 'boolean', default: false },
  /** For admins only. Null unless the user is blocked, like the next one. */
  block_reason: { type: 'text', private: true },
  blocked_until: { type: 'datetime', private: true },
  /** The id of the change that blocked or unblocked the user, see login/set-blocked. Null for other code. */
  block_change: { ...stringColumn(36), private: true },
  last_ip: stringColumn(64),
  last_login: { type: 'datetime' },
  logins_count: { type: 'integer', default: 0 },
  last_password_reset: { type: 'datetime' },
  /** In `legacy-support` mode: tokens issued before this time are rejected. */
  tokens_not_before: { type: 'datetime', private: true },
  connection: stringColumn(128),
  /** The role of the account that the user logs in as: type and id, see model/users/roles. */
  role: { ...stringColumn(255), private: true },
  /** The countries of earlier logins, to detect a new one. */
  known_countries: { type: 'json', private: true },
  /** When the user requested erasure. Null if the request was withdrawn. */
  erasure_requested_at: { type: 'datetime' },
  /** When a reconcile pass found that the user has no account left. Null if there is an account. */
  account_missing_since: { type: 'datetime' },
  /** When the invitation that is pending or has expired ends. Null if the user is not invited. */
  invitation_expires_at: { type: 'datetime' },
  /** When its email was sent. Null if that failed. */
  invitation_sent_at: { type: 'datetime' },
  /** The hash of its token. */
  invitation_key: { ...stringColumn(64), private: true },
  /** When an admin revoked the last invitation. Null once the user is invited again or has a password. */
  invitation_revoked_at: { type: 'datetime', private: true },
  overrides: { type: 'json' },
  revision: { type: 'integer', default: 1 },
  folded_name: foldedColumn('name'),
  folded_given_name: foldedColumn('given_name'),
  folded_family_name: foldedColumn('family_name'),
  folded_nickname: foldedColumn('nickname'),
  folded_email: foldedColumn('email'),
  /** The email address with the domain in Unicode. Null for an ASCII domain. */
  folded_unicode_email: foldedColumn('email'),
  folded_username: foldedColumn('username'),
  folded_user_id: foldedColumn('user_id'),
  /** The values of the account fields that the search box finds users by. */
  folded_account_fields: { type: 'text', private: true },
};

/** The Content Manager shows none of them: its permissions say nothing about users. */
export const HIDDEN_ATTRIBUTES: readonly string[] = Object.keys(attributes);

export const user = {
  kind: 'collectionType',
  collectionName: table,
  info: { singularName: 'user', pluralName: 'users', displayName: 'User profile' },
  ...hiddenType(),
  config: {
    // In relations of other types too: the Content Manager cannot show or search them there.
    attributes: Object.fromEntries(HIDDEN_ATTRIBUTES.map((name) => [name, { hidden: true }])),
  },
  indexes: [
    { name: `${table}_user_id_uq`, columns: ['user_id'], type: 'unique' },
    listIndex('folded_name'),
    listIndex('folded_email'),
    listIndex('folded_username'),
    listIndex('email'),
    listIndex('username'),
    listIndex('connection'),
    listIndex('role'),
    listIndex('logins_count'),
    listIndex('last_login'),
    listIndex('created_at'),
    listIndex('blocked'),
    { name: `${table}_blocked_until_idx`, columns: ['blocked_until'] },
    listIndex('email_verified'),
    listIndex('erasure_requested_at'),
    listIndex('account_missing_since'),
    listIndex('invitation_expires_at'),
  ],
  attributes,
};
