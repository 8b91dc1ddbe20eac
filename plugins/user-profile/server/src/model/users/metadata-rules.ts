import type { JsonObject, JsonValue } from '../../../../shared/contracts/users';
import { problem, validationError, type Problem } from '../../utils/errors';

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** Deeper than anybody needs, and far from what would exhaust the stack. */
const MAX_DEPTH = 50;

/** Half of a surrogate pair is no character: PostgreSQL refuses it, as it does NUL. */
const REFUSED = /[\0\p{Surrogate}]/u;

const keyProblem = (key: string, path: string[]): Problem[] => {
  if (!FORBIDDEN_KEYS.has(key) && !/[.$]/.test(key) && !REFUSED.test(key)) {
    return [];
  }
  const message = `The key "${key}" is not allowed: keys must not hold "." or "$", nor be __proto__, constructor or prototype`;
  return [problem(path, message)];
};

const problemsOf = (value: JsonValue, path: string[], depth: number): Problem[] => {
  if (typeof value === 'string' && REFUSED.test(value)) {
    return [problem(path, 'Text must not hold NUL characters, nor halves of surrogate pairs')];
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  if (depth > MAX_DEPTH) {
    return [problem(path, `Must not be nested deeper than ${MAX_DEPTH}`)];
  }
  return Object.entries(value).flatMap(([key, child]) => {
    const at = [...path, key];
    const own = Array.isArray(value) ? [] : keyProblem(key, at);
    return [...own, ...problemsOf(child, at, depth + 1)];
  });
};

/** @throws ValidationError with the path of every key and text that is not allowed, at any depth */
export const checkMetadataKeys = (metadata: JsonObject, path: string[]): void => {
  const problems = problemsOf(metadata, path, 0);
  if (problems.length > 0) {
    throw validationError(problems);
  }
};

/**
 * Merges metadata by Auth0's rule, one level deep: keys that are sent replace, nested objects are
 * replaced whole, `null` deletes a key, and `{}` clears all.
 */
export const mergeMetadata = (current: JsonObject, patch: JsonObject): JsonObject => {
  if (Object.keys(patch).length === 0) {
    return {};
  }
  const merged = { ...current, ...patch };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
};
