import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../../../../../shared/contracts/json';
import { SOURCE_FIELDS } from '../../../../../shared/user-fields';
import { readAuth0Password } from '../../../model/accounts/imported-passwords/read-auth0-password';
import { createFieldReader } from './field-reader';
import type { ReadUser } from './import-user';
import { readLinked } from './read-linked';
import { onlyKeysOf, readClaims, readSourceFields } from './read-source';

const MAX_CONNECTION = 128;

/** The role, by what is the same on every site. */
const roleOf = (role: JsonValue | undefined): string | null =>
  isJsonObject(role) && typeof role.type === 'string' ? role.type : null;

/** Reads a profile as `GET /users/:id` returns it, which is a line of this plugin's own export. */
export const readExport = (line: number, record: JsonObject): ReadUser => {
  const reader = createFieldReader(line, record);
  const [first] = Array.isArray(record.identities) ? record.identities : [];
  const identity = createFieldReader(line, isJsonObject(first) ? first : {});
  const root = Object.fromEntries(
    SOURCE_FIELDS.filter((field) => Object.hasOwn(record, field)).map((field) => [
      field,
      record[field],
    ])
  );
  const claims = identity.object('profileData') ?? {};
  // The source of the email address is the account, and the profile says whether it is verified.
  const verified = reader.flag('email_verified');
  const blocked = reader.flag('blocked');
  const createdAt = reader.date('created_at');
  const { linked, problems: ofLinked } = readLinked(record, { line, blocked, createdAt }, 'export');
  const user = {
    line,
    userId: reader.id('user_id'),
    externalId: identity.id('user_id'),
    connection: identity.text('connection', MAX_CONNECTION),
    source: readClaims(identity, claims),
    attributes: readSourceFields(reader, root),
    mentionsVerified: verified !== null,
    phoneVerified: reader.flag('phone_verified'),
    userMetadata: reader.metadata('user_metadata'),
    appMetadata: reader.metadata('app_metadata'),
    accountFields: reader.object('account_fields'),
    blocked,
    role: roleOf(record.role),
    createdAt,
    lastLogin: reader.date('last_login'),
    lastIp: reader.ip('last_ip'),
    loginsCount: reader.count('logins_count'),
    lastPasswordReset: reader.date('last_password_reset'),
    password: reader.password(() => readAuth0Password(record)),
    linked,
    ignored: [],
  };
  const problems = [...reader.problems, ...identity.problems, ...ofLinked];
  return problems.length > 0
    ? { line, problems }
    : {
        ...user,
        source: {
          ...user.source,
          data: onlyKeysOf(claims, user.source.data),
          email: user.attributes.email ?? null,
          emailVerified: verified === true,
        },
      };
};
