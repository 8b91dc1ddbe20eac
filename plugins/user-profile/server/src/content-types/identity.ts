import { belongsToUser, hiddenType, stringColumn } from './options';

const table = 'user_profile_identities';

export const identity = {
  kind: 'collectionType',
  collectionName: table,
  info: { singularName: 'identity', pluralName: 'identities', displayName: 'User identity' },
  ...hiddenType(),
  indexes: [
    { name: `${table}_key_uq`, columns: ['identity_key'], type: 'unique' },
    { name: `${table}_account_uq`, columns: ['account'], type: 'unique' },
    { name: `${table}_connection_idx`, columns: ['connection', 'id'] },
    /** Finds and counts the users of a connection without reading rows. */
    { name: `${table}_connection_user_idx`, columns: ['connection', 'user_id'] },
    /** For the latest login of a connection. */
    { name: `${table}_connection_login_idx`, columns: ['connection', 'last_login'] },
    { name: `${table}_login_name_uq`, columns: ['connection', 'login_name'], type: 'unique' },
  ],
  attributes: {
    user: belongsToUser(),
    connection: stringColumn(128),
    external_id: stringColumn(512),
    identity_key: stringColumn(64),
    is_social: { type: 'boolean', default: false },
    profile_data: { type: 'json' },
    account: { type: 'string' },
    /** The username to log in with, in lower case, for connections that store passwords here. */
    login_name: stringColumn(128),
    /** Logins with this identity. The count moves with it when it is unlinked. */
    logins_count: { type: 'integer', default: 0 },
    last_login: { type: 'datetime' },
    is_primary: { type: 'boolean', default: false },
    /** In `legacy-support` mode: tokens of this identity issued before this time are rejected. */
    tokens_not_before: { type: 'datetime', private: true },
    /** The digest of the password hash that an import has stored, to recognize it as one that an import may replace. */
    imported_digest: { ...stringColumn(64), private: true, searchable: false },
  },
};
