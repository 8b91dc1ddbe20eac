import type { JsonObject, JsonValue } from '../../../../shared/contracts/users';
import { isForbiddenMetadataKey } from '../../../../shared/metadata-rules';
import { problem, validationError, type Problem } from '../../utils/errors';
import { isStorable } from '../../utils/storable-text';

/** Far more than real metadata needs, and far less than would overflow the stack. */
const MAX_DEPTH = 50;

const keyProblem = (key: string, path: string[]): Problem[] => {
  if (!isForbiddenMetadataKey(key)) {
    return [];
  }
  const message = `The key "${key}" is not allowed: a key must not contain ".", "$" or NUL, and must not be __proto__, constructor or prototype`;
  return [problem(path, message)];
};

const problemsOf = (value: JsonValue, path: string[], depth: number): Problem[] => {
  if (typeof value === 'string' && !isStorable(value)) {
    return [problem(path, 'Text must not contain NUL characters or lone surrogates')];
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  if (depth > MAX_DEPTH) {
    return [problem(path, `Must not be nested deeper than ${MAX_DEPTH} levels`)];
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
 * Merges metadata as Auth0 does, one level deep: keys in the patch replace the current ones, nested
 * objects are replaced as a whole, `null` deletes a key, and `{}` deletes all.
 */
export const mergeMetadata = (current: JsonObject, patch: JsonObject): JsonObject => {
  if (Object.keys(patch).length === 0) {
    return {};
  }
  const merged = { ...current, ...patch };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
};
