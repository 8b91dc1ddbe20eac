import type { JsonObject } from '../../../../../shared/contracts/json';

/** One user of the file, as it was read. */
export interface RawRecord {
  /** The line; of a JSON array, the position of the user. It begins with 1. */
  line: number;
  /** Null if there is a problem. */
  value: JsonObject | null;
  problem?: string;
}

/** A longer user would be a broken file: metadata alone has at most 64 kB. */
export const MAX_RECORD_BYTES = 1024 * 1024;

export const TOO_LONG = `is longer than ${MAX_RECORD_BYTES} bytes`;

export const NOT_UTF8 = 'is not valid UTF-8';

/** @returns what a text contains, as a record */
export const parseRecord = (line: number, text: string): RawRecord => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { line, value: value as JsonObject }
      : { line, value: null, problem: 'is not a JSON object' };
  } catch {
    return { line, value: null, problem: 'is not valid JSON' };
  }
};
