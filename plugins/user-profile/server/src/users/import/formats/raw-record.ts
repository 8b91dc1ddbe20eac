import type { JsonObject, JsonValue } from '../../../../../shared/contracts/json';
import { coded, type CodedText } from '../../../utils/errors';

/** One user of the file, as it was read. */
export interface RawRecord {
  /** The line; of a JSON array, the position of the user. It begins with 1. */
  line: number;
  /** Null if there is a problem. */
  value: JsonObject | null;
  problem?: CodedText;
  /** About how much memory the value takes; omitted for a problem. */
  size?: number;
}

/** A longer user would be a broken file: both kinds of metadata have at most 64 kB each. */
export const MAX_RECORD_BYTES = 256 * 1024;

export const TOO_LONG = coded('import_line_length', { max: MAX_RECORD_BYTES });

export const NOT_UTF8 = coded('import_utf8');

export const NOT_AN_OBJECT = coded('import_json_object');

/** Deeper values overflow the stack of functions that call themselves, such as `JSON.stringify`. */
const MAX_DEPTH = 100;

export const TOO_DEEP = coded('import_levels', { max: MAX_DEPTH });

export const isTooDeep = (value: JsonValue | undefined, levels = MAX_DEPTH): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((each) => isTooDeep(each, levels - 1)));

/** @returns what a text contains, as a record */
export const parseRecord = (line: number, text: string): RawRecord => {
  try {
    const value = JSON.parse(text) as JsonValue;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return { line, value: null, problem: NOT_AN_OBJECT };
    }
    return isTooDeep(value)
      ? { line, value: null, problem: TOO_DEEP }
      : { line, value, size: text.length };
  } catch {
    return { line, value: null, problem: coded('import_json') };
  }
};
