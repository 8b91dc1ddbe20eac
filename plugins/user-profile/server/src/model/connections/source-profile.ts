import type { JsonObject, JsonValue } from '../../../../shared/contracts/users';
import { NAME_FIELDS, type NameField } from '../../../../shared/user-fields';
import { clean, storable } from '../../enrich';
import { normalizedName } from '../../utils/mask-secrets';
import { sha256 } from '../../utils/sha256';

/** The claims of a source about an authenticated user, normalized. */
export interface SourceProfile {
  /** The id at the source. It must never change, and never belong to another person. */
  id: string;
  email: string | null;
  /** Whether the source has verified the email address. */
  emailVerified: boolean;
  /** All claims, with the attributes of the normalized profile under their own names. */
  data: JsonObject;
  /** For connections whose passwords are stored here. */
  localCredentials?: LocalCredentials;
}

/** Stored with the account, so the user can log in without asking the source. */
export interface LocalCredentials {
  passwordHash: string;
  /** The username within the connection, in lower case. */
  loginName: string | null;
}

/** The attributes of the normalized profile and the names that sources use for them, in order of preference. */
const CLAIM_NAMES = {
  email: ['email', 'mail'],
  name: ['name', 'display_name', 'displayName', 'global_name'],
  given_name: ['given_name', 'first_name', 'firstName', 'givenName'],
  family_name: ['family_name', 'last_name', 'lastName', 'familyName', 'surname'],
  nickname: ['nickname', 'preferred_username', 'login', 'username'],
  username: ['username', 'preferred_username', 'login'],
  picture: ['picture', 'avatar_url', 'picture_url', 'avatarUrl', 'photo'],
  phone_number: ['phone_number', 'phone'],
} as const;

type Attribute = keyof typeof CLAIM_NAMES;

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

/** The limit of `sub` (OpenID Connect Core 1.0, section 2). With strategy and connection it fits a `user_id`. */
const MAX_ID = 255;
const MAX_DATA_BYTES = 64 * 1024;

const textIn = (claims: JsonObject, attribute: Attribute): string | null => {
  for (const key of CLAIM_NAMES[attribute]) {
    const text = clean(claims[key], LENGTHS[attribute]);
    if (text) {
      return text;
    }
  }
  return null;
};

/** Tokens and passwords that a source includes are not stored. */
const SECRET_NAME =
  /pass_?(w|phrase|code|hash)|pwd|secret|token|authorization|cookie|credential|(api|private|activation|recovery)_?key|hash$|(^|_)(pass|salt|pin|otp|totp|jwt)$/;

const isSecret = (key: string): boolean => SECRET_NAME.test(normalizedName(key));

const MAX_DEPTH = 20;

/** Removes secrets, and characters that a database rejects. */
const sanitized = (value: JsonValue, depth = 0): JsonValue => {
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
    return value.map((child) => sanitized(child, depth + 1));
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !isSecret(key))
      .map(([key, child]) => [storable(key), sanitized(child, depth + 1)])
  );
};

/**
 * Normalizes the claims of a source. Claims without a place in the normalized profile are stored as they
 * are, up to 64 kB in all.
 *
 * @throws RangeError if the id is not valid
 */
export const toSourceProfile = (id: unknown, claims: JsonObject): SourceProfile => {
  const externalId = typeof id === 'number' ? String(id) : id;
  if (typeof externalId !== 'string' || externalId === '' || externalId.length > MAX_ID) {
    throw new RangeError('The source returned an invalid id');
  }
  if (/[\s\p{Cc}]/u.test(externalId)) {
    throw new RangeError('The id must not contain whitespace or control characters');
  }
  const attributes = Object.fromEntries(
    (Object.keys(CLAIM_NAMES) as Attribute[])
      .map((attribute) => [attribute, textIn(claims, attribute)] as const)
      .filter(([, value]) => value !== null)
  );
  const email = attributes.email?.toLowerCase() ?? null;
  const verified = claims.email_verified ?? claims.verified_email;
  const emailVerified = email !== null && (verified === true || verified === 'true');
  const data = sanitized(claims) as JsonObject;
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

const isHttpUrl = (text: string): boolean => /^https?:\/\//i.test(text);

/**
 * The root attributes in the claims of a source.
 *
 * @param data of a `SourceProfile`
 */
export const rootAttributesIn = (data: JsonObject): Record<string, string> => {
  const entries = NAME_FIELDS.map(
    (attribute) => [attribute, clean(data[attribute], LENGTHS[attribute])] as const
  ).filter(
    (entry): entry is [NameField, string] =>
      entry[1] !== null && (entry[0] !== 'picture' || isHttpUrl(entry[1]))
  );
  const attributes: Record<string, string> = Object.fromEntries(entries);
  const fullName = [attributes.given_name, attributes.family_name].filter(Boolean).join(' ');
  return attributes.name || !fullName ? attributes : { ...attributes, name: fullName };
};

/** The username at the source. The username of the account is the `user_id`. */
export const usernameIn = (data: JsonObject): string | null => clean(data.username, 255);

/** The column for usernames of Users & Permissions. A longer `user_id` is cut and gets a hash. */
const MAX_ACCOUNT_NAME = 255;

/** `strategy|connection|id`: https://auth0.com/docs/manage-users/user-accounts/identify-users */
export const userIdFor = (strategy: string, connection: string, id: string): string =>
  `${strategy}|${connection}|${id}`;

export const accountNameFor = (userId: string): string =>
  userId.length <= MAX_ACCOUNT_NAME ? userId : `${userId.slice(0, 150)}#${sha256(userId)}`;
