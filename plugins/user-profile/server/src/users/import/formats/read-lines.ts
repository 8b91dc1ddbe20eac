import { isUtf8 } from 'node:buffer';

import { coded } from '../../../utils/errors';
import { MAX_RECORD_BYTES, NOT_UTF8, parseRecord, TOO_LONG, type RawRecord } from './raw-record';

const LF = 0x0a;
const CR = 0x0d;
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

const recordOf = (line: number, bytes: Buffer): RawRecord | null => {
  let content = line === 1 && bytes.subarray(0, 3).equals(BOM) ? bytes.subarray(3) : bytes;
  content = content[content.length - 1] === CR ? content.subarray(0, -1) : content;
  if (!isUtf8(content)) {
    return { line, value: null, problem: NOT_UTF8 };
  }
  const text = content.toString('utf8');
  return text.trim() === '' ? null : parseRecord(line, text);
};

/**
 * Reads JSON objects, one per line. A line that is too long is skipped without being kept in memory.
 *
 * @param content chunks of bytes
 */
export async function* readLines(content: AsyncIterable<Buffer>): AsyncGenerator<RawRecord> {
  let line = 1;
  let pending: Buffer[] = [];
  let size = 0;
  const add = (bytes: Buffer): void => {
    size += bytes.length;
    if (size <= MAX_RECORD_BYTES) {
      pending.push(bytes);
    } else {
      pending = [];
    }
  };
  const take = (): RawRecord | null => {
    const record =
      size > MAX_RECORD_BYTES
        ? { line, value: null, problem: TOO_LONG }
        : recordOf(line, pending.length === 1 ? pending[0] : Buffer.concat(pending));
    line += 1;
    pending = [];
    size = 0;
    return record;
  };

  for await (const chunk of content) {
    let from = 0;
    for (let end = chunk.indexOf(LF); end >= 0; end = chunk.indexOf(LF, from)) {
      add(chunk.subarray(from, end));
      const record = take();
      if (record) {
        yield record;
      }
      from = end + 1;
    }
    add(chunk.subarray(from));
  }
  const last = take();
  if (last) {
    yield last.problem?.code === 'import_json'
      ? { ...last, problem: coded('import_json_truncated') }
      : last;
  }
}
