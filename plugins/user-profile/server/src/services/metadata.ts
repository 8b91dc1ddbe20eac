import { errors } from '@strapi/utils';
import type { JsonObject, JsonValue } from '../../../shared/contracts/users';

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

interface Problem {
  path: string[];
  name: 'ValidationError';
  message: string;
}

const keyProblem = (key: string, path: string[]): Problem[] => {
  if (!FORBIDDEN_KEYS.has(key) && !/[.$\0]/.test(key)) return [];
  const message = `The key "${key}" is not allowed: keys must not hold "." or "$", nor be __proto__, constructor or prototype`;
  return [{ path, name: 'ValidationError', message }];
};

const problemsOf = (value: JsonValue, path: string[]): Problem[] => {
  if (typeof value === 'string' && value.includes('\0')) {
    return [{ path, name: 'ValidationError', message: 'Text must not hold NUL characters' }];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const at = [...path, key];
    const own = Array.isArray(value) ? [] : keyProblem(key, at);
    return [...own, ...problemsOf(child, at)];
  });
};

/**
 * Merges metadata by Auth0's rule, one level deep: keys that are sent replace, nested objects are
 * replaced whole, `null` deletes a key, and `{}` clears all.
 *
 * @throws ValidationError with the path of every key that is not allowed
 */
export const mergeMetadata = (current: JsonObject, patch: JsonObject): JsonObject => {
  const problems = problemsOf(patch, []);
  if (problems.length > 0) {
    throw new errors.ValidationError(problems.map(({ message }) => message).join('; '), {
      errors: problems,
    });
  }
  if (Object.keys(patch).length === 0) return {};
  const merged = { ...current, ...patch };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
};
