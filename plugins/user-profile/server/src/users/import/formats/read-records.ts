import type { Readable } from 'node:stream';

import type { Detected } from './detect-format';
import { brokenFile, openFile } from './open-file';
import type { RawRecord } from './raw-record';
import { readCsv } from './read-csv';
import { readJsonElements } from './read-json-elements';
import { readLines } from './read-lines';

export interface Batch {
  records: RawRecord[];
  /** How many bytes of the file were read. */
  bytes: number;
}

const recordsOf = (
  content: Readable,
  { container, delimiter }: Detected
): AsyncGenerator<RawRecord> => {
  if (container === 'csv') {
    return readCsv(content, delimiter);
  }
  return container === 'lines' ? readLines(content) : readJsonElements(content);
};

/**
 * Reads a file in batches. Memory does not grow with its size.
 *
 * @throws ImportFileError if the file cannot be read to its end, after what could be read
 */
export async function* readRecords(
  path: string,
  detected: Detected,
  batchSize: number
): AsyncGenerator<Batch> {
  const { content, bytesRead } = await openFile(path).catch((error: unknown) => {
    throw brokenFile(error);
  });
  let records: RawRecord[] = [];
  let failure: unknown = null;
  try {
    const all = recordsOf(content, detected);
    for (;;) {
      const next = await all.next().catch((error: unknown) => {
        failure = brokenFile(error);
        return null;
      });
      if (!next || next.done) {
        break;
      }
      records.push(next.value);
      if (records.length === batchSize) {
        yield { records, bytes: bytesRead() };
        records = [];
      }
    }
    if (records.length > 0) {
      yield { records, bytes: bytesRead() };
    }
  } finally {
    content.destroy();
  }
  if (failure !== null) {
    throw failure;
  }
}
