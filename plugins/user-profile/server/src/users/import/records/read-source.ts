import type { JsonObject } from '../../../../../shared/contracts/json';
import type { DroppedAttribute, DropReason } from '../../../../../shared/event-details';
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

/**
 * The attributes of the root of a record, beside those of its source.
 */
export const readSourceFields = (
  reader: FieldReader,
  claims: JsonObject
): ImportUser['attributes'] => {
  const { values, dropped } = readAttributes(claims);
  rejectDropped(reader, dropped);
  return withoutMissing(values);
};

const rejectDropped = (reader: FieldReader, dropped: DroppedAttribute[] = []): void => {
  for (const { attribute, reason } of dropped) {
    reader.reject(attribute, reasonOf(attribute, reason));
  }
};

const withoutMissing = (values: Partial<Record<SourceField, unknown>>): ImportUser['attributes'] =>
  Object.fromEntries(
    SOURCE_FIELDS.flatMap((field) => {
      const value = values[field];
      return typeof value === 'string' ? [[field, value]] : [];
    })
  );

const PROTOTYPE_KEYS = ['__proto__', 'constructor', 'prototype'];

/** @param claims of the source, unchecked; keys that would change a prototype are problems */
export const readSource = (
  reader: FieldReader,
  claims: JsonObject
): Pick<ImportUser, 'source' | 'attributes'> => {
  for (const key of Object.keys(claims)) {
    if (PROTOTYPE_KEYS.includes(key)) {
      reader.reject(null, `The key "${key}" is not allowed`);
    } else if (isForbiddenMetadataKey(key)) {
      reader.reject(key.slice(0, 100), 'has a key with a character that is not allowed');
    }
  }
  const { id: _later, ...source } = toSourceProfile('later', claims);
  rejectDropped(reader, source.dropped);
  // Attributes that fit are in the data in their normalized form; of others, the line is rejected.
  return { source, attributes: withoutMissing(source.data) };
};
