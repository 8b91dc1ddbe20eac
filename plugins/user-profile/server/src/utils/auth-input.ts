import { problem, validationError, type Problem } from './errors';
import { isWellFormed } from './plain-json';

/** Longer than any address (RFC 5321) and any username that Strapi stores. */
const MAX_TEXT = 1024;

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
  if (key !== 'refreshToken' && value.length > MAX_TEXT) {
    return problem([key], `${key} must be at most ${MAX_TEXT} characters`);
  }
  return null;
};

/**
 * Refuses texts that Users & Permissions would hand on unseen: PostgreSQL answers a NUL with an error,
 * and so Strapi with a 500; half of a character in a password makes bcryptjs 2.4 fill the memory until
 * the process dies.
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
