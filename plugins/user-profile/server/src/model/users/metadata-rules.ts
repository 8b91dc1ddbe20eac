import type { JsonObject, JsonValue } from '../../../../shared/contracts/users';
import { isForbiddenMetadataKey } from '../../../../shared/metadata-rules';
import { isStorable } from '../../../../shared/storable-text';
import { problem, validationError, type Problem, coded } from '../../utils/errors';

/** Far more than real metadata needs, and far less than would overflow the stack. */
const MAX_DEPTH = 50;

const keyProblem = (key: string, path: string[]): Problem[] => {
  if (!isForbiddenMetadataKey(key)) {
    return [];
  }
  return [problem(path, coded('metadata_key', { key }))];
};

const problemsOf = (value: JsonValue, path: string[], depth: number): Problem[] => {
  if (typeof value === 'string' && !isStorable(value)) {
    return [problem(path, coded('not_storable'))];
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  if (depth > MAX_DEPTH) {
    return [problem(path, coded('metadata_depth', { max: MAX_DEPTH }))];
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
