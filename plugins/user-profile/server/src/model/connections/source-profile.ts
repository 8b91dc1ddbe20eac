import type { JsonObject, JsonValue } from '../../../../shared/contracts/users';
import { canonicalEmail } from '../../../../shared/email';
import type { DroppedAttribute } from '../../../../shared/event-details';
import { toStorable } from '../../../../shared/storable-text';
import { ROOT_FIELDS, type SourceField } from '../../../../shared/user-fields';
import { normalizedName } from '../../utils/mask-secrets';
import { sha256 } from '../../utils/sha256';
import { attributeIn, readAttributes } from './source-attributes';

/** The claims of a source about an authenticated user, normalized. */
export interface SourceProfile {
  /** The id at the source. It must never change, and never belong to another person. */
  id: string;
  email: string | null;
  /** Whether the source has verified the email address. */
  emailVerified: boolean;
  /** All claims, with the attributes of the normalized profile under their own names. */
  data: JsonObject;
  /** The attributes in the claims that do not fit the profile. Omitted if the claims were not checked. */
  dropped?: DroppedAttribute[];
  /** For connections whose passwords are stored here. */
  localCredentials?: LocalCredentials;
}

/** Stored with the account, so the user can log in without asking the source. */
export interface LocalCredentials {
  /** Null for an invited user. */
  passwordHash: string | null;
  /** The username within the connection, in lower case. */
  loginName: string | null;
}

/** The limit of `sub` (OpenID Connect Core 1.0, section 2). With strategy and connection it fits a `user_id`. */
const MAX_ID = 255;
const MAX_DATA_BYTES = 64 * 1024;

/** Tokens and passwords that a source includes are not stored. */
const SECRET_NAME =
  /pass_?(w|phrase|code|hash)|pwd|secret|token|authorization|cookie|credential|(api|private|activation|recovery)_?key|hash$|(^|_)(pass|salt|pin|otp|totp|jwt)$/;

const isSecret = (key: string): boolean => SECRET_NAME.test(normalizedName(key));

const MAX_DEPTH = 20;

/** Removes secrets, and characters that a database rejects. */
const sanitized = (value: JsonValue, depth = 0): JsonValue => {
  if (typeof value === 'string') {
    return toStorable(value);
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
      .map(([key, child]) => [toStorable(key), sanitized(child, depth + 1)])
  );
};

/**
 * The claims with the attributes of the normalized profile under their own names. A value that does not fit
 * stays in the claims as it is, and is no attribute.
 */
const withAttributes = (
  claims: JsonObject,
  values: Partial<Record<SourceField, string | null>>
): JsonObject => {
  const attributes = Object.entries(values).map(([attribute, value]) => [
    attribute,
    value ?? claims[attribute] ?? null,
  ]);
  return { ...claims, ...Object.fromEntries(attributes) };
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
  const { values, dropped, isFirstEmail } = readAttributes(claims);
  const email = values.email ?? null;
  const verified = claims.email_verified ?? claims.verified_email;
  const isVerified = verified === true || verified === 'true';
  const emailVerified = email !== null && isFirstEmail && isVerified;
  const data = sanitized(claims) as JsonObject;
  const isSmall = Buffer.byteLength(JSON.stringify(data)) <= MAX_DATA_BYTES;
  return {
    id: externalId,
    email,
    emailVerified,
    data: {
      ...withAttributes(isSmall ? data : {}, values),
      // It is about no other email address than the one that the profile has.
      ...(email !== null || isVerified ? { email_verified: emailVerified } : {}),
    },
    dropped,
  };
};

/** The same for the profile of a strategy that the site registered, whose values are unchecked. */
export const checkedProfile = (source: SourceProfile): SourceProfile => {
  if (source.dropped) {
    return source;
  }
  const given: unknown = source.email;
  const claims = { ...source.data, ...(typeof given === 'string' ? { email: given } : {}) };
  const { values, dropped } = readAttributes(claims);
  const email = typeof given === 'string' ? canonicalEmail(given) : null;
  return {
    ...source,
    email,
    emailVerified: email !== null && source.emailVerified,
    data: withAttributes(claims, values),
    dropped,
  };
};

/**
 * The root attributes in the claims of a source.
 *
 * @param data of a `SourceProfile`
 */
export const rootAttributesIn = (data: JsonObject): Record<string, string> => {
  const attributes: Record<string, string> = {};
  for (const attribute of ROOT_FIELDS) {
    const value = attributeIn(data, attribute);
    if (value !== null) {
      attributes[attribute] = value;
    }
  }
  const fullName = [attributes.given_name, attributes.family_name].filter(Boolean).join(' ');
  return attributes.name || !fullName ? attributes : { ...attributes, name: fullName };
};

/** The username at the source. The username of the account is the `user_id`. */
export const usernameIn = (data: JsonObject): string | null => attributeIn(data, 'username');

/** The column for usernames of Users & Permissions. A longer `user_id` is cut and gets a hash. */
const MAX_ACCOUNT_NAME = 255;

/** `strategy|connection|id`: https://auth0.com/docs/manage-users/user-accounts/identify-users */
export const userIdFor = (strategy: string, connection: string, id: string): string =>
  `${strategy}|${connection}|${id}`;

export const accountNameFor = (userId: string): string =>
  userId.length <= MAX_ACCOUNT_NAME ? userId : `${userId.slice(0, 150)}#${sha256(userId)}`;
