import { isIP } from 'node:net';

import { errors } from '@strapi/utils';

import { MAX_METADATA_BYTES } from '../../../../../shared/constants';
import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../../../../../shared/contracts/json';
import { isStorable } from '../../../../../shared/storable-text';
import {
  NO_PASSWORD,
  PasswordHashError,
  type PasswordRead,
} from '../../../model/accounts/imported-passwords/imported-hash';
import { checkMetadataKeys } from '../../../model/users/metadata-rules';
import { coded, codedInput, reasonIn, type Reason } from '../../../utils/errors';
import { isTooDeep, TOO_DEEP } from '../formats/raw-record';
import { lineProblem, type LineProblem } from './import-user';

const MAX_USER_ID = 512;
const MAX_COUNT = 2_147_483_647;
const FIRST_YEAR = 1970;
const DAY_MS = 24 * 60 * 60 * 1000;

/** PostgreSQL writes `t` and `f`. */
const YES: readonly JsonValue[] = [true, 1, 'true', 't', '1', 'yes'];
const NO: readonly JsonValue[] = [false, 0, 'false', 'f', '0', 'no'];

/** A boolean in one of the spellings of databases and spreadsheets; null for anything else. */
export const asFlag = (given: JsonValue): boolean | null => {
  const value = typeof given === 'string' ? given.trim().toLowerCase() : given;
  if (YES.includes(value)) {
    return true;
  }
  return NO.includes(value) ? false : null;
};

/** Dates without a time zone would mean another time on each server. */
const ISO_DATE =
  /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}(?::?\d{2})?))?$/;

/** Milliseconds of dates since September 2001. Others would be seconds, or `YYYYMMDDhhmm`. */
const MILLISECONDS = /^\d{13}$/;

/** `Date` takes the 30th of February for the first of March. */
const isDay = (date: string): boolean => {
  const [year, month, day] = date.slice(0, 10).split('-').map(Number);
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
};

/** PostgreSQL leaves out the minutes of a time zone, which `Date` needs. */
const SHORT_ZONE = /([+-]\d{2})$/;

/** MongoDB's extended JSON, in which older exports of Auth0 have dates and ids. */
const unwrapped = (value: JsonValue | undefined, key: '$date' | '$oid'): JsonValue | undefined =>
  isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : value;

const isBlank = (value: JsonValue | undefined): value is null | undefined | '' =>
  value === undefined || value === null || value === '';

/** Reads the attributes of one record, and collects what is wrong with them. */
export const createFieldReader = (line: number, record: JsonObject) => {
  const problems: LineProblem[] = [];

  const reject = (field: string | null, text: Reason): null => {
    problems.push(lineProblem(line, field, text));
    return null;
  };

  const get = (field: string): JsonValue | undefined =>
    Object.hasOwn(record, field) ? record[field] : undefined;

  const text = (field: string, max: number): string | null => {
    const given = get(field);
    if (isBlank(given)) {
      return null;
    }
    const value = typeof given === 'number' ? String(given) : given;
    if (typeof value !== 'string') {
      return reject(field, coded('import_text'));
    }
    if (value.length > max) {
      return reject(
        field,
        codedInput(`must have at most ${max} characters`, 'input_too_long', { max })
      );
    }
    return isStorable(value) ? value : reject(field, coded('not_storable'));
  };

  const flag = (field: string): boolean | null => {
    const given = get(field);
    if (isBlank(given)) {
      return null;
    }
    return asFlag(given) ?? reject(field, coded('import_flag'));
  };

  const dateOf = (value: JsonValue): Date | null => {
    if (
      (typeof value === 'number' || typeof value === 'string') &&
      MILLISECONDS.test(String(value))
    ) {
      return new Date(Number(value));
    }
    return typeof value === 'string' && ISO_DATE.test(value) && isDay(value)
      ? new Date(value.includes(':') ? value.replace(SHORT_ZONE, '$1:00') : value)
      : null;
  };

  const object = (field: string): JsonObject | null => {
    const given = get(field);
    if (isBlank(given)) {
      return null;
    }
    if (typeof given !== 'object' || Array.isArray(given)) {
      return reject(field, coded('import_object'));
    }
    // Of CSV and Firebase, JSON in a text.
    return isTooDeep(given) ? reject(field, TOO_DEEP) : given;
  };

  return {
    problems,
    reject,
    get,
    text,
    flag,
    object,

    /** A `user_id` or a plain id: one word. */
    id(field: string): string | null {
      const given = unwrapped(get(field), '$oid');
      if (isBlank(given)) {
        return null;
      }
      // JSON rounds longer numbers, so one user would get the id of another one.
      const isExact = typeof given !== 'number' || Number.isSafeInteger(given);
      if ((typeof given !== 'string' && typeof given !== 'number') || !isExact) {
        return reject(field, coded('import_text'));
      }
      const value = String(given).trim();
      if (value === '' || value.length > MAX_USER_ID) {
        return reject(field, coded('import_id_length', { max: MAX_USER_ID }));
      }
      return /[\s\p{Cc}]/u.test(value) || !isStorable(value)
        ? reject(field, coded('import_id_characters'))
        : value;
    },

    /** ISO 8601 with a time zone, or milliseconds since 1970. */
    date(field: string): Date | null {
      const given = unwrapped(get(field), '$date');
      if (isBlank(given)) {
        return null;
      }
      const date = dateOf(given);
      if (!date || Number.isNaN(date.getTime())) {
        return reject(field, coded('import_date'));
      }
      return date.getUTCFullYear() < FIRST_YEAR || date.getTime() > Date.now() + DAY_MS
        ? reject(field, coded('import_date_range'))
        : date;
    },

    count(field: string): number | null {
      const given = get(field);
      if (isBlank(given)) {
        return null;
      }
      const value = typeof given === 'string' && /^\d+$/.test(given) ? Number(given) : given;
      return typeof value === 'number' &&
        Number.isInteger(value) &&
        value >= 0 &&
        value <= MAX_COUNT
        ? value
        : reject(field, coded('import_count'));
    },

    ip(field: string): string | null {
      const value = text(field, 64);
      return value === null || isIP(value) > 0 ? value : reject(field, coded('import_ip'));
    },

    /** `user_metadata` or `app_metadata`. Its keys are checked here, a schema of the site later. */
    metadata(field: string): JsonObject | null {
      const value = object(field);
      if (value === null) {
        return null;
      }
      if (Buffer.byteLength(JSON.stringify(value)) > MAX_METADATA_BYTES) {
        return reject(field, coded('import_metadata_size', { max: MAX_METADATA_BYTES }));
      }
      try {
        checkMetadataKeys(value, [field]);
        return value;
      } catch (error) {
        if (!(error instanceof errors.ValidationError)) {
          throw error;
        }
        return reject(field, reasonIn(error));
      }
    },

    password(read: () => PasswordRead): PasswordRead {
      try {
        return read();
      } catch (error) {
        if (!(error instanceof PasswordHashError)) {
          throw error;
        }
        reject(error.path.join('.'), error.text);
        return NO_PASSWORD;
      }
    },
  };
};

export type FieldReader = ReturnType<typeof createFieldReader>;
