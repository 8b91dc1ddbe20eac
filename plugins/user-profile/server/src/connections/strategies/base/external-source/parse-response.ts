import { isJsonObject, type JsonObject } from '../../../../../../shared/contracts/json';
import { foldIdentifier } from '../../../../../../shared/email';
import { SourceError } from '../../../../model/connections/errors';
import { toSourceProfile, type SourceProfile } from '../../../../model/connections/source-profile';
import { coded } from '../../../../utils/errors';

export const invalidResponse = (detail: string): SourceError =>
  new SourceError('invalid_response', coded('source_invalid_response'), detail);

/**
 * The response of a source as plain JSON.
 *
 * @returns null for an empty response
 * @throws SourceError if the response is not an object or cannot be serialized as JSON
 */
export const parseResponse = (value: unknown): JsonObject | null => {
  if (value === null || value === undefined) {
    return null;
  }
  try {
    const plain: unknown = JSON.parse(JSON.stringify(value) ?? 'null');
    if (isJsonObject(plain)) {
      return plain;
    }
  } catch {
    throw invalidResponse('the response cannot be serialized as JSON');
  }
  throw invalidResponse('the response is not an object');
};

const isEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+$/.test(text);

/**
 * Builds the profile of a user from the response of a source.
 *
 * @param identifier what the source was asked for. If it is an email address, the response must not
 *   have another one, unless `allowAliases` is set.
 * @throws SourceError if the response has no valid id, or is about another user
 */
export const profileFromResponse = (
  response: JsonObject,
  identifier: string,
  allowAliases: boolean
): SourceProfile => {
  const { id } = response;
  if (typeof id === 'number' && !Number.isSafeInteger(id)) {
    throw invalidResponse(
      'the id is a number that JavaScript cannot represent exactly; send it as a string'
    );
  }
  try {
    const source = toSourceProfile(id, response);
    // An email address that does not fit the profile still says whom the response is about.
    const email = source.email ?? (typeof response.email === 'string' ? response.email.trim() : '');
    const isOther = email !== '' && foldIdentifier(email) !== foldIdentifier(identifier);
    if (!isOther || allowAliases || !isEmail(identifier)) {
      return source;
    }
  } catch (error) {
    if (!(error instanceof RangeError)) {
      throw error;
    }
    throw invalidResponse(error.message);
  }
  throw invalidResponse(
    'the response is about a user with another email address; see the option allow_aliases'
  );
};
