import type { Readable } from 'node:stream';

import type { Detected } from './detect-format';
import { brokenFile, openFile } from './open-file';
import type { RawRecord } from './raw-record';
import { readCsv } from './read-csv';
import { readJsonElements } from './read-json-elements';
import { readLines } from './read-lines';

/** Of the values of a batch, which are in memory together. */
const MAX_BATCH_BYTES = 4 * 1024 * 1024;

export interface RecordBatch {
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
 * @param maxSilence how many bytes may follow one another without a user. By default, only compressed files have a limit
 * @throws ImportFileError if the file cannot be read to its end, after what could be read
 */
export async function* readRecords(
  path: string,
  detected: Detected,
  batchSize: number,
  maxSilence?: number
): AsyncGenerator<RecordBatch> {
  const { content, bytesRead, renew } = await openFile(path, maxSilence).catch((error: unknown) => {
    throw brokenFile(error);
  });
  let records: RawRecord[] = [];
  let size = 0;
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
      renew();
      records.push(next.value);
      size += next.value.size ?? 0;
      if (records.length === batchSize || size > MAX_BATCH_BYTES) {
        yield { records, bytes: bytesRead() };
        records = [];
        size = 0;
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
