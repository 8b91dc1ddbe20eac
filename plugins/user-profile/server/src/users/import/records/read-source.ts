import type { JsonObject } from '../../../../../shared/contracts/json';
import type { DroppedAttribute, DropReason } from '../../../../../shared/event-details';
import { isStorable } from '../../../../../shared/storable-text';
import { SOURCE_FIELDS, type SourceField } from '../../../../../shared/user-fields';
import { readAttributes } from '../../../model/connections/source-attributes';
import { toSourceProfile } from '../../../model/connections/source-profile';
import { coded, codedInput, type CodedText } from '../../../utils/errors';
import type { FieldReader } from './field-reader';
import type { ImportUser } from './import-user';

const EMPTY = coded('import_empty');

const INVALID: Record<SourceField, CodedText> = {
  email: coded('import_email'),
  name: EMPTY,
  given_name: EMPTY,
  family_name: EMPTY,
  nickname: EMPTY,
  username: EMPTY,
  picture: codedInput('must be an http or https URL', 'input_url'),
  phone_number: coded('import_phone'),
};

const TOO_LONG = coded('import_too_long');
const NOT_TEXT = coded('import_text');

const reasonOf = (attribute: SourceField, reason: DropReason): CodedText =>
  ({ invalid: INVALID[attribute], too_long: TOO_LONG, not_text: NOT_TEXT })[reason];

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

/**
 * Reads claims in the form in which they are stored. Values that are no attributes stay claims, as at a login.
 *
 * @param claims whatever the source reported; keys that no object or database can have are problems
 */
export const readClaims = (reader: FieldReader, claims: JsonObject): ImportUser['source'] => {
  for (const key of Object.keys(claims)) {
    if (PROTOTYPE_KEYS.includes(key)) {
      reader.reject(null, coded('import_key', { key }));
    } else if (!isStorable(key)) {
      reader.reject(key.slice(0, 100), coded('import_key_characters'));
    }
  }
  const { id: _later, ...source } = toSourceProfile('later', claims);
  return source;
};

/** The claims of an export were normalized when they were stored: what normalization adds now was not stated. */
export const onlyKeysOf = (claims: JsonObject, normalized: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(normalized).filter(([key]) => Object.hasOwn(claims, key)));

/** The attributes among the claims of a source. */
export const attributesIn = (claims: JsonObject): ImportUser['attributes'] =>
  withoutMissing(readAttributes(claims).values);

/** Reads the claims of a record whose attributes must all be valid. */
export const readSource = (
  reader: FieldReader,
  claims: JsonObject
): Pick<ImportUser, 'source' | 'attributes'> => {
  const source = readClaims(reader, claims);
  rejectDropped(reader, source.dropped);
  // Attributes that fit are in the data in their normalized form; of others, the line is rejected.
  return { source, attributes: withoutMissing(source.data) };
};
