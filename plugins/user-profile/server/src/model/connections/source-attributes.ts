import type { JsonObject, JsonValue } from '../../../../shared/contracts/users';
import { canonicalEmail } from '../../../../shared/email';
import type { DropReason, DroppedAttribute } from '../../../../shared/event-details';
import { canonicalPhone } from '../../../../shared/phone';
import { isVisible, normalizeText, toStorable } from '../../../../shared/storable-text';
import { SOURCE_FIELDS, type SourceField } from '../../../../shared/user-fields';

interface Rule {
  /** The names that sources use, in order of preference. The first one is that of the profile. */
  names: readonly [SourceField, ...string[]];
  /** In UTF-16 code units, after normalization. */
  max: number;
  /** @returns null if the text is invalid */
  normalize(text: string): string | null;
}

/**
 * One line in NFC, without control characters. Blanks stay between words that a line break separated.
 *
 * @returns null if nothing of the text is visible
 */
const oneLine = (text: string): string | null => {
  const line = normalizeText(toStorable(text))
    .replace(/[\t-\r\x85\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\p{Cc}/gu, '')
    .trim();
  return isVisible(line) ? line : null;
};

/** Not serialized by a parser: the profile has the URL as the source sent it. */
const httpUrl = (text: string): string | null => {
  const isPlain = /^https?:\/\//i.test(text) && !/[\s\p{Cc}\p{Surrogate}]/u.test(text);
  return isPlain && URL.canParse(text) ? text : null;
};

/** The only place that decides which values of a source reach the profile, and in which form. */
const RULES: Record<SourceField, Rule> = {
  email: { names: ['email', 'mail'], max: 254, normalize: canonicalEmail },
  name: {
    names: ['name', 'display_name', 'displayName', 'global_name'],
    max: 300,
    normalize: oneLine,
  },
  given_name: {
    names: ['given_name', 'first_name', 'firstName', 'givenName'],
    max: 150,
    normalize: oneLine,
  },
  family_name: {
    names: ['family_name', 'last_name', 'lastName', 'familyName', 'surname'],
    max: 150,
    normalize: oneLine,
  },
  nickname: {
    names: ['nickname', 'preferred_username', 'login', 'username'],
    max: 300,
    normalize: oneLine,
  },
  username: { names: ['username', 'preferred_username', 'login'], max: 255, normalize: oneLine },
  picture: {
    names: ['picture', 'avatar_url', 'picture_url', 'avatarUrl', 'photo'],
    max: 2048,
    normalize: httpUrl,
  },
  phone_number: { names: ['phone_number', 'phone'], max: 32, normalize: canonicalPhone },
};

/** Code of the site may return attributes that are undefined, which JSON would omit. */
export const mentions = (claims: JsonObject, name: string): boolean =>
  Object.hasOwn(claims, name) && claims[name] !== undefined;

/** Of a list, further entries are ignored. */
const MAX_ENTRIES = 20;

const isBlank = (value: JsonValue): boolean =>
  value === null || (typeof value === 'string' && value.trim() === '');

const readEntry = (attribute: SourceField, entry: JsonValue): { value: string } | DropReason => {
  if (typeof entry !== 'string') {
    return 'not_text';
  }
  const { max, normalize } = RULES[attribute];
  const value = normalize(entry.trim());
  if (!value) {
    return 'invalid';
  }
  return value.length <= max ? { value } : 'too_long';
};

interface Reading {
  /** Null if no entry can be used. */
  value: string | null;
  /** Why an entry before `value`, or every entry, cannot be used. */
  skipped: DropReason | null;
}

/** The first entry that can be used. A value that does not fit is left out, never changed to fit. */
const readEntries = (attribute: SourceField, entries: JsonValue[]): Reading => {
  let skipped: DropReason | null = null;
  for (const entry of entries.slice(0, MAX_ENTRIES)) {
    if (isBlank(entry)) {
      continue;
    }
    const result = readEntry(attribute, entry);
    if (typeof result === 'object') {
      return { value: result.value, skipped };
    }
    skipped ??= result;
  }
  return { value: null, skipped };
};

const entriesOf = (value: JsonValue): JsonValue[] => (Array.isArray(value) ? value : [value]);

/** The value of an attribute in stored claims, which have it under the name of the profile. */
export const attributeIn = (claims: JsonObject, attribute: SourceField): string | null =>
  mentions(claims, attribute) ? readEntries(attribute, entriesOf(claims[attribute])).value : null;

export interface SourceAttributes {
  /** The attributes that the claims mention; null if no value can be used. */
  values: Partial<Record<SourceField, string | null>>;
  dropped: DroppedAttribute[];
  /** Whether `values.email` is the first email address in the claims, which `email_verified` is about. */
  isFirstEmail: boolean;
}

/** Reads the attributes of the normalized profile from the claims of a source. */
export const readAttributes = (claims: JsonObject): SourceAttributes => {
  const read: SourceAttributes = { values: {}, dropped: [], isFirstEmail: true };
  for (const attribute of SOURCE_FIELDS) {
    const names = RULES[attribute].names.filter((name) => mentions(claims, name));
    if (names.length === 0) {
      continue;
    }
    const entries = names.flatMap((name) => entriesOf(claims[name]));
    const { value, skipped } = readEntries(attribute, entries);
    read.values[attribute] = value;
    if (value === null && skipped) {
      read.dropped.push({ attribute, reason: skipped });
    }
    if (attribute === 'email' && skipped) {
      read.isFirstEmail = false;
    }
  }
  return read;
};

/**
 * Claims with the attributes that the source did not mention this time, as they were. A source may send a
 * name at the first login only. `null` and an empty text clear an attribute.
 */
export const withEarlierAttributes = (claims: JsonObject, earlier: JsonObject): JsonObject => {
  const kept = SOURCE_FIELDS.filter((attribute) => !mentions(claims, attribute))
    .map((attribute) => [attribute, attributeIn(earlier, attribute)] as const)
    .filter(([, value]) => value !== null);
  const isEarlierEmail = kept.some(([attribute]) => attribute === 'email');
  return {
    ...claims,
    ...Object.fromEntries(kept),
    ...(isEarlierEmail ? { email_verified: earlier.email_verified === true } : {}),
  };
};
