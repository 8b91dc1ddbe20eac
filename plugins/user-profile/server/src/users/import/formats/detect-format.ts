import { isUtf8 } from 'node:buffer';

import type { JsonObject } from '../../../../../shared/contracts/json';
import { IMPORT_FIELDS, type ImportFormat } from '../../../../../shared/import-fields';
import { coded } from '../../../utils/errors';
import { ImportFileError } from './import-file-error';
import { parseRecord } from './raw-record';
import { delimiterOf } from './read-csv';
import { readJsonElements } from './read-json-elements';

/** How the users follow one another. */
export type Container = 'lines' | 'elements' | 'csv';

export interface Detected {
  format: ImportFormat;
  container: Container;
  /** Of a CSV file. */
  delimiter: string;
}

/** How much of the content decides. */
export const DETECTED_BYTES = 64 * 1024;

const formatOf = (record: JsonObject): ImportFormat => {
  if (Object.hasOwn(record, 'localId')) {
    return 'firebase';
  }
  return Object.hasOwn(record, 'documentId') && Array.isArray(record.identities)
    ? 'export'
    : 'auth0';
};

const UNKNOWN = coded('import_file_format');

/** The first object in a list, as far as the start of the content has it. */
const firstElement = async (start: Buffer): Promise<JsonObject | null> => {
  try {
    const chunks = async function* () {
      yield start;
    };
    for await (const { value } of readJsonElements(chunks())) {
      if (value) {
        return value;
      }
    }
  } catch (error) {
    if (!(error instanceof ImportFileError)) {
      throw error;
    }
  }
  return null;
};

const isList = (record: JsonObject): boolean => Array.isArray(record.users);

const detectJson = async (start: Buffer, text: string): Promise<Detected> => {
  const [firstLine] = text.split('\n');
  const { value: record } = parseRecord(1, firstLine);
  if (record && !isList(record)) {
    return { format: formatOf(record), container: 'lines', delimiter: '' };
  }
  const element = await firstElement(start);
  if (element) {
    return { format: formatOf(element), container: 'elements', delimiter: '' };
  }
  // An empty list, or a first object that is longer than the start.
  const isElements = text.startsWith('[') || /^\{\s*"users"\s*:/.test(text);
  return {
    format: isElements && text.startsWith('{') ? 'firebase' : 'auth0',
    container: isElements ? 'elements' : 'lines',
    delimiter: '',
  };
};

const names: readonly string[] = IMPORT_FIELDS;

const detectCsv = (text: string): Detected => {
  const delimiter = delimiterOf(text);
  const [header = ''] = text.split(/\r?\n/);
  const cells = header.split(delimiter).map((cell) => cell.replaceAll('"', '').trim());
  const isHeader = cells.length > 1 || names.includes(cells[0].toLowerCase());
  if (!isHeader || cells.every((cell) => cell === '')) {
    throw new ImportFileError(UNKNOWN);
  }
  return { format: 'csv', container: 'csv', delimiter };
};

/**
 * Recognizes a format by the start of the content.
 *
 * @throws ImportFileError if the format is not known
 */
export const detectFormat = async (start: Buffer): Promise<Detected> => {
  if (start.length === 0) {
    throw new ImportFileError(coded('import_file_empty'));
  }
  const [first, second] = start;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new ImportFileError(coded('import_file_utf16'));
  }
  if (start.includes(0)) {
    throw new ImportFileError(UNKNOWN);
  }
  const text = start
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart();
  if (text.startsWith('{') || text.startsWith('[')) {
    return detectJson(start, text);
  }
  if (text === '') {
    throw new ImportFileError(coded('import_file_empty'));
  }
  const [header] = start.toString('latin1').split('\n');
  if (!isUtf8(Buffer.from(header, 'latin1'))) {
    throw new ImportFileError(coded('import_file_utf8'));
  }
  return detectCsv(text);
};
