import type { JsonObject } from '../../../../../../shared/contracts/users';
import { SourceError } from '../../../../model/connections/errors';
import { toSourceProfile, type SourceProfile } from '../../../../model/connections/source-profile';

const badAnswer = (detail: string): SourceError =>
  new SourceError('invalid_response', 'The source gave an answer that makes no sense', detail);

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * What a source said, as plain JSON.
 *
 * @returns null where it said nothing
 * @throws SourceError where it is no object, or no JSON can be made of it
 */
export const plainAnswer = (value: unknown): JsonObject | null => {
  if (value === null || value === undefined) {
    return null;
  }
  try {
    const plain: unknown = JSON.parse(JSON.stringify(value) ?? 'null');
    if (isObject(plain)) {
      return plain;
    }
  } catch {
    throw badAnswer('the answer cannot be written as JSON');
  }
  throw badAnswer('the answer is no object');
};

const isEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+$/.test(text);

/**
 * Who a source says that somebody is.
 *
 * @param identifier whom the source was asked for: it must not answer with the address of another
 * @throws SourceError
 */
export const profileIn = (
  said: JsonObject,
  identifier: string,
  allowAliases: boolean
): SourceProfile => {
  const { id } = said;
  if (typeof id === 'number' && !Number.isSafeInteger(id)) {
    throw badAnswer('the id is a number that is not exact: send it as text');
  }
  try {
    const source = toSourceProfile(id, said);
    const isOther = source.email !== null && source.email !== identifier.toLowerCase();
    if (!isOther || allowAliases || !isEmail(identifier)) {
      return source;
    }
  } catch (error) {
    if (!(error instanceof RangeError)) {
      throw error;
    }
    throw badAnswer(error.message);
  }
  throw badAnswer('the answer is about a user with another email; see allow_aliases');
};
