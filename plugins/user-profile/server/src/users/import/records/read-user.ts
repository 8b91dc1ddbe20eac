import type { FirebaseHashConfig } from '../../../../../shared/contracts/firebase-hash-config';
import type { JsonObject } from '../../../../../shared/contracts/json';
import type { ImportFormat } from '../../../../../shared/import-fields';
import { coded, type CodedText } from '../../../utils/errors';
import type { RawRecord } from '../formats/raw-record';
import { lineProblem, type ReadUser } from './import-user';
import { readAuth0 } from './read-auth0';
import { readCsvRow, type FieldTypes, type Mapping } from './read-csv-row';
import { readExport } from './read-export';
import { readFirebase } from './read-firebase';

export interface ReadOptions {
  format: ImportFormat;
  mapping: Mapping;
  fieldTypes: FieldTypes;
  hashConfig: FirebaseHashConfig | null;
}

const read = (
  line: number,
  value: JsonObject,
  { format, mapping, fieldTypes, hashConfig }: ReadOptions
): ReadUser => {
  if (format === 'csv') {
    return readCsvRow(line, value, mapping, fieldTypes);
  }
  if (format === 'firebase') {
    return readFirebase(line, value, hashConfig);
  }
  return format === 'export' ? readExport(line, value) : readAuth0(line, value);
};

/** Reads one record of a file. */
export const readUser = ({ line, value, problem }: RawRecord, options: ReadOptions): ReadUser => {
  const unreadable = coded('import_unreadable');
  const rejected = (text: CodedText): ReadUser => ({
    line,
    problems: [lineProblem(line, null, text)],
  });
  if (value === null) {
    return rejected(problem ?? unreadable);
  }
  try {
    return read(line, value, options);
  } catch {
    // A line that no code has foreseen must not keep out all others.
    return rejected(unreadable);
  }
};
