import type { FirebaseHashConfig } from '../../../../../shared/contracts/firebase-hash-config';
import type { ImportFormat } from '../../../../../shared/import-fields';
import type { RawRecord } from '../formats/raw-record';
import type { ReadUser } from './import-user';
import { readAuth0 } from './read-auth0';
import { readCsvRow, type Mapping } from './read-csv-row';
import { readExport } from './read-export';
import { readFirebase } from './read-firebase';

export interface ReadOptions {
  format: ImportFormat;
  mapping: Mapping;
  hashConfig: FirebaseHashConfig | null;
}

/** Reads one record of a file. */
export const readUser = (
  { line, value, problem }: RawRecord,
  { format, mapping, hashConfig }: ReadOptions
): ReadUser => {
  if (value === null) {
    return { line, problems: [{ line, field: null, reason: problem ?? 'is invalid' }] };
  }
  if (format === 'csv') {
    return readCsvRow(line, value, mapping);
  }
  if (format === 'firebase') {
    return readFirebase(line, value, hashConfig);
  }
  return format === 'export' ? readExport(line, value) : readAuth0(line, value);
};
