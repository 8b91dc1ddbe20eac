import type { FirebaseHashConfig } from '../../../../../shared/contracts/firebase-hash-config';
import type { JsonObject, JsonValue } from '../../../../../shared/contracts/json';
import { readFirebasePassword } from '../../../model/accounts/imported-passwords/read-firebase-password';
import { codedInput } from '../../../utils/errors';
import { createFieldReader } from './field-reader';
import type { ReadUser } from './import-user';
import { readSource } from './read-source';

const IGNORED = ['mfaInfo', 'tenantId', 'providerUserInfo'] as const;

/** The attributes in Firebase's file by their names in a profile. */
const ATTRIBUTES = {
  email: 'email',
  name: 'displayName',
  picture: 'photoUrl',
  phone_number: 'phoneNumber',
} as const;

/** Claims of the site, as text in JSON (`setCustomUserClaims`). They are what `app_metadata` is. */
const customClaimsOf = (value: JsonValue | undefined): JsonValue | undefined => {
  if (typeof value !== 'string' || value === '') {
    return value;
  }
  try {
    return JSON.parse(value) as JsonValue;
  } catch {
    return value;
  }
};

const MAX_TEXT = 2048;

/** Reads a user in the file of `firebase auth:export`. */
export const readFirebase = (
  line: number,
  record: JsonObject,
  hashConfig: FirebaseHashConfig | null
): ReadUser => {
  const reader = createFieldReader(line, {
    ...record,
    app_metadata: customClaimsOf(record.customAttributes) ?? null,
  });
  const claims: JsonObject = Object.fromEntries(
    Object.entries(ATTRIBUTES)
      .map(([field, name]) => [field, reader.text(name, MAX_TEXT)])
      .filter(([, value]) => value !== null)
  );
  claims.email_verified = reader.flag('emailVerified') === true;
  const id = reader.id('localId');
  if (id === null && reader.problems.length === 0) {
    reader.reject('localId', codedInput('is required', 'input_required'));
  }
  const user = {
    line,
    userId: id === null ? null : `firebase|${id}`,
    externalId: id,
    connection: null,
    ...readSource(reader, claims),
    mentionsVerified: true,
    phoneVerified: claims.phone_number === undefined ? null : true,
    userMetadata: null,
    appMetadata: reader.metadata('app_metadata'),
    accountFields: null,
    blocked: reader.flag('disabled'),
    role: null,
    createdAt: reader.date('createdAt'),
    lastLogin: reader.date('lastSignedInAt'),
    lastIp: null,
    loginsCount: null,
    lastPasswordReset: null,
    password: reader.password(() => readFirebasePassword(record, hashConfig)),
    linked: [],
    ignored: IGNORED.filter((key) => {
      const value = record[key];
      return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null;
    }),
  };
  return reader.problems.length > 0 ? { line, problems: reader.problems } : user;
};
