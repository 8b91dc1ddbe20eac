import { z } from '@strapi/utils';

import type { AccountFieldType } from '../../../../shared/contracts/account-fields';
import { inputRule, schemaRule } from '../../../../shared/error-texts';
import { isStorable } from '../../../../shared/storable-text';

/** The length of a text column with a limit. */
const MAX_SHORT_TEXT = 255;
/** Strapi stores decimals with ten digits, two of them after the point. */
const MAX_DECIMAL = 99_999_999.99;
const MAX_BIG_INTEGER = 2n ** 63n - 1n;

const noNul = {
  ...schemaRule('not_storable'),
  message: 'must not contain NUL characters',
};

const text = z.string('must be a string').refine(isStorable, noNul);
const shortText = text.max(MAX_SHORT_TEXT, `must have at most ${MAX_SHORT_TEXT} characters`);
const number = z.number('must be a number');

const isStorableJson = (value: unknown): boolean =>
  isStorable(typeof value === 'string' ? value : '') &&
  (typeof value !== 'object' ||
    value === null ||
    Object.entries(value).every(([key, child]) => isStorable(key) && isStorableJson(child)));

/** Its depth is limited with that of the request. */
const json = z.unknown().refine(isStorableJson, noNul);

const isBigInteger = (digits: string): boolean => {
  const value = BigInt(digits);
  return value <= MAX_BIG_INTEGER && value >= -MAX_BIG_INTEGER;
};

const bigInteger = z
  .union([z.int().transform(String), z.string().regex(/^-?\d{1,19}$/)], 'must be an integer')
  .refine(isBigInteger, inputRule('must be an integer of at most 64 bits', 'input_type'));

/** Databases have no year 0, and MySQL none before 1000. */
const hasStorableYear = (value: string): boolean => value >= '1000';

const tooEarly = inputRule('must not be before the year 1000', 'input_format');

const dateTime = z.iso
  .datetime({ offset: true, error: 'must be a time such as 2030-01-31T08:00:00Z' })
  .refine(hasStorableYear, tooEarly);

/**
 * What a column of each type can store. Strapi's validators do not check this, so PostgreSQL and MySQL
 * would reject the INSERT (@strapi/core 5.54.0, services/entity-validator/validators.js).
 */
export const FIELD_VALUES: Record<AccountFieldType, z.ZodType> = {
  string: shortText,
  email: shortText,
  uid: shortText,
  enumeration: shortText,
  text,
  richtext: text,
  integer: z.int32('must be an integer of at most 32 bits'),
  biginteger: bigInteger,
  float: number,
  decimal: number
    .min(-MAX_DECIMAL, `must be at least -${MAX_DECIMAL}`)
    .max(MAX_DECIMAL, `must be at most ${MAX_DECIMAL}`),
  boolean: z.boolean('must be true or false'),
  date: z.iso.date('must be a date such as 2030-01-31').refine(hasStorableYear, tooEarly),
  time: z.iso
    .time('must be a time such as 08:30 or 08:30:00')
    .transform((value) => (value.length === 'hh:mm'.length ? `${value}:00` : value)),
  datetime: dateTime,
  timestamp: dateTime,
  json,
  blocks: json,
};
