import type { JsonObject, JsonValue } from '../../../../shared/contracts/users';
import { NAME_FIELDS, type NameField } from '../../../../shared/user-fields';
import { clean, storable } from '../../enrich';
import { normalizedName } from '../../utils/mask-secrets';
import { sha256 } from '../../utils/sha256';

/** What a source said of a person who proved to be one of its users. */
export interface SourceProfile {
  /** The person's id at the source; it must never change, nor ever be another person's. */
  id: string;
  email: string | null;
  /** Whether the source itself vouches for the address. */
  emailVerified: boolean;
  /** All that it said, with the attributes of the normalized profile under their own names. */
  data: JsonObject;
  /** For connections whose passwords are kept here. */
  localCredentials?: LocalCredentials;
}

/** What the account keeps, so that the person can sign in without any source. */
export interface LocalCredentials {
  passwordHash: string;
  /** The username within the connection, lowercase. */
  loginName: string | null;
}

/** The normalized profile's attributes, and the names that sources have for them, the best first. */
const SPELLINGS = {
  email: ['email', 'mail'],
  name: ['name', 'display_name', 'displayName', 'global_name'],
  given_name: ['given_name', 'first_name', 'firstName', 'givenName'],
  family_name: ['family_name', 'last_name', 'lastName', 'familyName', 'surname'],
  nickname: ['nickname', 'preferred_username', 'login', 'username'],
  username: ['username', 'preferred_username', 'login'],
  picture: ['picture', 'avatar_url', 'picture_url', 'avatarUrl', 'photo'],
  phone_number: ['phone_number', 'phone'],
} as const;

type Attribute = keyof typeof SPELLINGS;

const LENGTHS: Record<Attribute, number> = {
  email: 254,
  name: 300,
  given_name: 150,
  family_name: 150,
  nickname: 300,
  username: 255,
  picture: 2048,
  phone_number: 32,
};

/** As long as a `sub` (OpenID Connect Core 1.0, 2): with strategy and connection it fits a `user_id`. */
const MAX_ID = 255;
const MAX_DATA_BYTES = 64 * 1024;

const textIn = (said: JsonObject, attribute: Attribute): string | null => {
  for (const key of SPELLINGS[attribute]) {
    const text = clean(said[key], LENGTHS[attribute]);
    if (text) {
      return text;
    }
  }
  return null;
};

/** Tokens and passwords that a source sends along are nobody's attributes. */
const SECRET_NAME =
  /pass_?(w|phrase|code|hash)|pwd|secret|token|authorization|cookie|credential|(api|private|activation|recovery)_?key|hash$|(^|_)(pass|salt|pin|otp|totp|jwt)$/;

const isSecret = (key: string): boolean => SECRET_NAME.test(normalizedName(key));

const MAX_DEPTH = 20;

/** The value as it can be stored and shown: without secrets, and without what a database refuses. */
const kept = (value: JsonValue, depth = 0): JsonValue => {
  if (typeof value === 'string') {
    return storable(value);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (depth === MAX_DEPTH) {
    return null;
  }
  if (Array.isArray(value)) {
    return value.map((child) => kept(child, depth + 1));
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !isSecret(key))
      .map(([key, child]) => [storable(key), kept(child, depth + 1)])
  );
};

/**
 * Puts what a source said into the shape of the normalized profile; what it is not asked for is kept
 * as it came, up to 64 kB.
 *
 * @param said plain JSON, as it arrived
 * @throws RangeError where there is no usable id
 */
export const toSourceProfile = (id: unknown, said: JsonObject): SourceProfile => {
  const externalId = typeof id === 'number' ? String(id) : id;
  if (typeof externalId !== 'string' || externalId === '' || externalId.length > MAX_ID) {
    throw new RangeError('The source named no usable id');
  }
  if (/[\s\p{Cc}]/u.test(externalId)) {
    throw new RangeError('The id must not hold blanks');
  }
  const attributes = Object.fromEntries(
    (Object.keys(SPELLINGS) as Attribute[])
      .map((attribute) => [attribute, textIn(said, attribute)] as const)
      .filter(([, value]) => value !== null)
  );
  const email = attributes.email?.toLowerCase() ?? null;
  const verified = said.email_verified ?? said.verified_email;
  const emailVerified = email !== null && (verified === true || verified === 'true');
  const data = kept(said) as JsonObject;
  const isSmall = Buffer.byteLength(JSON.stringify(data)) <= MAX_DATA_BYTES;
  return {
    id: externalId,
    email,
    emailVerified,
    data: {
      ...(isSmall ? data : {}),
      ...attributes,
      ...(email ? { email, email_verified: emailVerified } : {}),
    },
  };
};

const isWebAddress = (text: string): boolean => /^https?:\/\//i.test(text);

/**
 * The root attributes that a source speaks for, as far as it said anything of them.
 *
 * @param data what `toSourceProfile` made of its answer
 */
export const rootAttributesIn = (data: JsonObject): Record<string, string> => {
  const said = NAME_FIELDS.map(
    (attribute) => [attribute, clean(data[attribute], LENGTHS[attribute])] as const
  ).filter(
    (entry): entry is [NameField, string] =>
      entry[1] !== null && (entry[0] !== 'picture' || isWebAddress(entry[1]))
  );
  const attributes: Record<string, string> = Object.fromEntries(said);
  const fullName = [attributes.given_name, attributes.family_name].filter(Boolean).join(' ');
  return attributes.name || !fullName ? attributes : { ...attributes, name: fullName };
};

/** The person's own username; the account's is the `user_id`. */
export const usernameIn = (data: JsonObject): string | null => clean(data.username, 255);

/** Users & Permissions' usernames hold 255 characters; a longer `user_id` is known by its hash. */
const MAX_ACCOUNT_NAME = 255;

/** `strategy|connection|id`: https://auth0.com/docs/manage-users/user-accounts/identify-users */
export const userIdFor = (strategy: string, connection: string, id: string): string =>
  `${strategy}|${connection}|${id}`;

export const accountNameFor = (userId: string): string =>
  userId.length <= MAX_ACCOUNT_NAME ? userId : `${userId.slice(0, 150)}#${sha256(userId)}`;
