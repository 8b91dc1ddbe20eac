import { isStorable, isWellFormed } from '../../../shared/storable-text';
import { problem, validationError, type Problem } from './errors';

/** Longer than any email address (RFC 5321) and any username that Strapi stores. */
const MAX_TEXT = 1024;

/** What Users & Permissions looks up, compares or hashes. A site may add longer texts, such as captcha tokens. */
const SHORT_TEXTS: ReadonlySet<string> = new Set([
  'identifier',
  'email',
  'username',
  'password',
  'passwordConfirmation',
  'currentPassword',
  'code',
  'confirmation',
  'deviceId',
  'provider',
]);

const problemOf = (key: string, value: unknown): Problem | null => {
  if (typeof value !== 'string') {
    return null;
  }
  if (value.includes('\0')) {
    return problem([key], `${key} must not contain NUL characters`);
  }
  if (!isWellFormed(value)) {
    return problem([key], `${key} must be well-formed Unicode`);
  }
  if (SHORT_TEXTS.has(key) && value.length > MAX_TEXT) {
    return problem([key], `${key} must be at most ${MAX_TEXT} characters`);
  }
  return null;
};

/**
 * Rejects texts that Users & Permissions does not check. NUL is an error in PostgreSQL, so Strapi responds with
 * 500. A lone surrogate in a password makes bcryptjs 2.4 allocate memory until the process crashes.
 *
 * @throws ValidationError listing every problem with its path
 */
export const checkAuthInput = (...sources: unknown[]): void => {
  const problems = sources
    .filter((source): source is object => typeof source === 'object' && source !== null)
    .flatMap((source) => Object.entries(source).map(([key, value]) => problemOf(key, value)))
    .filter((problem) => problem !== null);
  if (problems.length > 0) {
    throw validationError(problems);
  }
};

/** A text of a body or query; null if it is missing, empty, or one that no row can contain. */
export const textIn = (source: unknown, key: string): string | null => {
  const value = (source as Record<string, unknown> | null | undefined)?.[key];
  return typeof value === 'string' && value !== '' && isStorable(value) ? value : null;
};
