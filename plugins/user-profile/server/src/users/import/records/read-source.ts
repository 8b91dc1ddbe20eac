import type { JsonObject } from '../../../../../shared/contracts/json';
import type { DropReason } from '../../../../../shared/event-details';
import { isForbiddenMetadataKey } from '../../../../../shared/metadata-rules';
import { SOURCE_FIELDS, type SourceField } from '../../../../../shared/user-fields';
import { readAttributes } from '../../../model/connections/source-attributes';
import { toSourceProfile } from '../../../model/connections/source-profile';
import type { FieldReader } from './field-reader';
import type { ImportUser } from './import-user';

const REASONS: Record<SourceField, string> = {
  email: 'must be an email address',
  name: 'must not be empty',
  given_name: 'must not be empty',
  family_name: 'must not be empty',
  nickname: 'must not be empty',
  username: 'must not be empty',
  picture: 'must be an http or https URL',
  phone_number: 'must be in the form +15551234567 (E.164)',
};

const reasonOf = (attribute: SourceField, reason: DropReason): string =>
  ({ invalid: REASONS[attribute], too_long: 'is too long', not_text: 'must be a string' })[reason];

/** The attributes of a profile among claims. Those that do not fit are problems. */
export const readSourceFields = (
  reader: FieldReader,
  claims: JsonObject
): ImportUser['attributes'] => {
  const { values, dropped } = readAttributes(claims);
  for (const { attribute, reason } of dropped) {
    reader.reject(attribute, reasonOf(attribute, reason));
  }
  return Object.fromEntries(
    SOURCE_FIELDS.flatMap((field) => {
      const value = values[field];
      return value === null || value === undefined ? [] : [[field, value]];
    })
  );
};

/** @param claims whatever the source said; keys that would change a prototype are problems */
export const readSource = (reader: FieldReader, claims: JsonObject): ImportUser['source'] => {
  for (const key of Object.keys(claims)) {
    if (key === '__proto__' || key === 'constructor' || key === 'prototype') {
      reader.reject(null, `The key "${key}" is not allowed`);
    } else if (isForbiddenMetadataKey(key)) {
      reader.reject(key.slice(0, 100), 'has a key with a character that is not allowed');
    }
  }
  const { id: _later, ...source } = toSourceProfile('later', claims);
  return source;
};
