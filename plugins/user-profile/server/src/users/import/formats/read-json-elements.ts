import { isUtf8 } from 'node:buffer';

import { coded } from '../../../utils/errors';
import { ImportFileError } from './import-file-error';
import {
  MAX_RECORD_BYTES,
  NOT_AN_OBJECT,
  NOT_UTF8,
  parseRecord,
  TOO_LONG,
  type RawRecord,
} from './raw-record';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const COMMA = 0x2c;
const COLON = 0x3a;
const BOM = [0xef, 0xbb, 0xbf];

const isSpace = (byte: number): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** The key of the list in Firebase's export. */
const LIST_KEY = '"users"';

/**
 * Reads the objects of a JSON array, or of the array `users` in a JSON object, without keeping more than one of
 * them in memory.
 *
 * @throws ImportFileError if the file ends early, or is not such an array
 */
export async function* readJsonElements(content: AsyncIterable<Buffer>): AsyncGenerator<RawRecord> {
  let depth = 0;
  /** The depth of the objects in the list; 0 until the list begins. */
  let listDepth = 0;
  let isRootList = false;
  let isEnded = false;
  let inString = false;
  let isEscaped = false;
  let offset = 0;
  let line = 0;
  /** The present object, or the text of the present key of the root. */
  let kept: Buffer[] = [];
  let size = 0;
  let isKeeping = false;
  let key = '';
  let keyText: number[] | null = null;
  /** Whether the last token at the depth of the root was the colon after `users`. */
  let isListNext = false;
  let isValue = false;

  const keep = (bytes: Buffer): void => {
    size += bytes.length;
    if (size <= MAX_RECORD_BYTES) {
      kept.push(bytes);
    } else {
      kept = [];
    }
  };
  const take = (): RawRecord => {
    line += 1;
    const bytes = Buffer.concat(kept);
    kept = [];
    isKeeping = false;
    if (size > MAX_RECORD_BYTES) {
      return { line, value: null, problem: TOO_LONG };
    }
    return isUtf8(bytes)
      ? parseRecord(line, bytes.toString('utf8'))
      : { line, value: null, problem: NOT_UTF8 };
  };
  const inList = (): boolean => listDepth > 0 && depth === listDepth && !isEnded;

  for await (const chunk of content) {
    let from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at];
      if (inString) {
        if (isEscaped) {
          isEscaped = false;
        } else if (byte === BACKSLASH) {
          isEscaped = true;
        } else if (byte === QUOTE) {
          inString = false;
          key = keyText ? Buffer.from(keyText).toString('utf8') : '';
          keyText = null;
        } else if (keyText && keyText.length < LIST_KEY.length) {
          keyText.push(byte);
        }
        continue;
      }
      if (isSpace(byte) || (offset + at < BOM.length && byte === BOM[offset + at])) {
        continue;
      }
      if (isEnded && depth === 0) {
        throw new ImportFileError(coded('import_file_more'));
      }
      if (byte === QUOTE) {
        inString = true;
        keyText = depth === 1 && !isRootList ? [] : null;
        isValue ||= inList();
      } else if (byte === COLON && depth === 1 && !isRootList) {
        isListNext = key === 'users' && listDepth === 0;
        continue;
      } else if (byte === OPEN_OBJECT) {
        if (depth === 0) {
          isRootList = false;
        } else if (inList()) {
          isKeeping = true;
          size = 0;
          from = at;
        }
        depth += 1;
      } else if (byte === OPEN_ARRAY) {
        if (depth === 0) {
          isRootList = true;
          listDepth = 1;
        } else if (isListNext) {
          listDepth = depth + 1;
        } else if (inList()) {
          isValue = true;
        }
        depth += 1;
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
        if (inList() && isValue) {
          isValue = false;
          line += 1;
          yield { line, value: null, problem: NOT_AN_OBJECT };
        }
        if (inList() && byte === CLOSE_ARRAY) {
          isEnded = true;
        }
        depth -= 1;
        if (depth < 0) {
          throw new ImportFileError(coded('import_file_json'));
        }
        if (isKeeping && depth === listDepth) {
          keep(chunk.subarray(from, at + 1));
          yield take();
        }
      } else if (byte === COMMA) {
        if (inList() && isValue) {
          isValue = false;
          line += 1;
          yield { line, value: null, problem: NOT_AN_OBJECT };
        }
      } else if (depth === 0) {
        throw new ImportFileError(coded('import_file_list'));
      } else if (inList()) {
        isValue = true;
      }
      isListNext = false;
    }
    if (isKeeping) {
      keep(chunk.subarray(from));
    }
    offset += chunk.length;
  }
  if (!isEnded || depth > 0) {
    throw new ImportFileError(
      listDepth === 0 ? coded('import_file_no_list') : coded('import_file_ended', { count: line })
    );
  }
}
