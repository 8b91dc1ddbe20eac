import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../../../../../shared/contracts/json';
import { IMPORT_FIELDS } from '../../../../../shared/import-fields';
import { SOURCE_FIELDS } from '../../../../../shared/user-fields';
import { readAuth0Password } from '../../../model/accounts/imported-passwords/read-auth0-password';
import { createFieldReader } from './field-reader';
import type { ReadUser } from './import-user';
import { readLinked } from './read-linked';
import { readSource } from './read-source';

/** Of a record, what is no claim. */
const OWN_KEYS: ReadonlySet<string> = new Set([
  ...IMPORT_FIELDS,
  '_id',
  'id',
  'documentId',
  'identities',
  'connection',
  'user_metadata',
  'app_metadata',
  'account_fields',
  'role',
  'updated_at',
  'password_set_date',
  'passwordHash',
  'custom_password_hash',
  'tenant',
]);

/** Secrets and state that mean nothing outside of Auth0. */
const IGNORED = [
  'multifactor',
  'multifactor_last_modified',
  'mfa_factors',
  'guardian_authenticators',
  'blocked_for',
  'email_lower',
  'version',
  'global_client_id',
];

const MAX_CONNECTION = 255;
const MAX_ROLE = 255;

const firstIdentity = (value: JsonValue | undefined): JsonObject =>
  Array.isArray(value) && isJsonObject(value[0]) ? value[0] : {};

/** Auth0 generates the name and the nickname of a user from the email address. So does the plugin. */
const withoutGenerated = (claims: JsonObject): JsonObject => {
  const { email, name, nickname } = claims;
  const [local] = typeof email === 'string' ? email.split('@') : [];
  return Object.fromEntries(
    Object.entries(claims).filter(
      ([key]) => !(key === 'name' && name === email) && !(key === 'nickname' && nickname === local)
    )
  );
};

/** Reads a record of Auth0's export, or of a file in the format of its import. */
export const readAuth0 = (line: number, record: JsonObject): ReadUser => {
  const reader = createFieldReader(line, record);
  const identity = createFieldReader(line, firstIdentity(record.identities));
  const given = Object.entries(record).filter(
    ([key, value]) => value !== null && !OWN_KEYS.has(key) && !IGNORED.includes(key)
  );
  const named = SOURCE_FIELDS.filter((field) => Object.hasOwn(record, field)).map((field) => [
    field,
    record[field],
  ]);
  const emailVerified = reader.flag('email_verified');
  const claims: JsonObject = withoutGenerated({
    ...Object.fromEntries([...named, ...given]),
    email_verified: emailVerified === true,
  });
  const userId = reader.id('user_id') ?? reader.id('_id') ?? reader.id('id');
  const blocked = reader.flag('blocked');
  const createdAt = reader.date('created_at');
  const { linked, problems: ofLinked } = readLinked(record, { line, blocked, createdAt }, 'auth0');
  const user = {
    line,
    userId: userId === null || Object.hasOwn(record, 'user_id') ? userId : `auth0|${userId}`,
    externalId: identity.id('user_id'),
    connection:
      identity.text('connection', MAX_CONNECTION) ?? reader.text('connection', MAX_CONNECTION),
    ...readSource(reader, claims),
    mentionsVerified: emailVerified !== null,
    phoneVerified: reader.flag('phone_verified'),
    userMetadata: reader.metadata('user_metadata'),
    appMetadata: reader.metadata('app_metadata'),
    accountFields: reader.object('account_fields'),
    blocked,
    role: reader.text('role', MAX_ROLE),
    createdAt,
    lastLogin: reader.date('last_login'),
    lastIp: reader.ip('last_ip'),
    loginsCount: reader.count('logins_count'),
    lastPasswordReset: reader.date('last_password_reset'),
    password: reader.password(() =>
      readAuth0Password({
        password_hash: record.password_hash ?? record.passwordHash,
        custom_password_hash: record.custom_password_hash,
      })
    ),
    linked,
    ignored: IGNORED.filter((key) => Object.hasOwn(record, key)),
  };
  const problems = [...reader.problems, ...identity.problems, ...ofLinked];
  return problems.length > 0 ? { line, problems } : user;
};
