import type { Core } from '@strapi/types';

import type { ImportPreviewRow } from '../../../../shared/contracts/imports';
import type { JsonObject, JsonValue } from '../../../../shared/contracts/json';
import { IMPORT_PREVIEW_ROWS, MAX_IMPORT_CONNECTIONS } from '../../../../shared/import-fields';
import { toStorable } from '../../../../shared/storable-text';
import { ownFields, settableNames, typesOf } from '../../model/accounts/own-fields';
import { isSecretName } from '../../utils/mask-secrets';
import { DETECTED_BYTES, detectFormat, type Detected } from './formats/detect-format';
import { ImportFileError } from './formats/import-file-error';
import { isCompressed, readStart } from './formats/open-file';
import type { RawRecord } from './formats/raw-record';
import { readColumns } from './formats/read-csv';
import { readRecords } from './formats/read-records';
import { describeFile } from './import-files';
import { storableProblem, type FileFacts } from './import-rows';
import { isValid, type ReadUser } from './records/import-user';
import { suggestMapping, type Mapping } from './records/read-csv-row';
import { readUser, type ReadOptions } from './records/read-user';

const MAX_CELL = 200;

/** How much of a file without users is read for the preview. */
const PREVIEW_BYTES = 4 * 1024 * 1024;

/** The records that are searched for connections. */
const SAMPLE_ROWS = 1000;

/** What a password hash begins with. */
const LIKE_A_HASH =
  /^(?:\$[a-z0-9-]+\$|pbkdf2_|scrypt\$|argon2\$|bcrypt|md5\$|sha1\$|\{[A-Z0-9-]+\})/i;

const HIDDEN = '•••';

const shown = (value: JsonValue | undefined): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value ?? '');
  return toStorable(LIKE_A_HASH.test(text) ? HIDDEN : text.slice(0, MAX_CELL));
};

/** The attributes of a JSON record that the preview has. */
const SHOWN = [
  'user_id',
  'localId',
  'email',
  'username',
  'name',
  'displayName',
  'phone_number',
  'phoneNumber',
  'blocked',
  'created_at',
];

/** A hash without a prefix, in hexadecimal digits or base64. */
const BARE_HASH = /^(?:[0-9a-f]{32,}|[a-z0-9+/]{40,}={0,2})$/i;

const SECRET_COLUMN = /hash|salt|digest|encrypted/i;

/** A column whose meaning is not known yet may contain hashes: a name or a value that looks like it hides it. */
const isSecretCell = (column: string, field: string | null, value: string): boolean =>
  field === 'password_hash' ||
  (field === null &&
    (isSecretName(column) || SECRET_COLUMN.test(column) || BARE_HASH.test(value.trim())));

const valuesOf = (record: JsonObject, mapping: Mapping | null): ImportPreviewRow['values'] => {
  const names = mapping ? Object.keys(record) : SHOWN.filter((name) => Object.hasOwn(record, name));
  const fieldOf = (name: string): string | null =>
    mapping && Object.hasOwn(mapping, name) ? mapping[name] : null;
  const valueOf = (name: string): string => {
    const value = shown(record[name]);
    return mapping && value !== '' && isSecretCell(name, fieldOf(name), value) ? HIDDEN : value;
  };
  return Object.fromEntries(names.map((name) => [name, valueOf(name)]));
};

/** The parameters of Firebase's hashes are not known yet. */
const isPremature = (format: string, field: string | null): boolean =>
  format === 'firebase' && field === 'passwordHash';

const firstRecords = async (path: string, detected: Detected): Promise<RawRecord[]> => {
  try {
    for await (const { records } of readRecords(path, detected, SAMPLE_ROWS, PREVIEW_BYTES)) {
      return records;
    }
  } catch (error) {
    // What is wrong with the file is found out by the run too, after the users before.
    if (!(error instanceof ImportFileError)) {
      throw error;
    }
  }
  return [];
};

const hasAppMetadata = (user: ReadUser): boolean =>
  isValid(user) && Object.keys(user.appMetadata ?? {}).length > 0;

/** The connections that the users of some records have, in the order of the file. */
const connectionsOf = (records: RawRecord[], options: ReadOptions): string[] => {
  const names = records
    .map((record) => readUser(record, options))
    .flatMap((user) => (isValid(user) && user.connection !== null ? [user.connection] : []));
  return [...new Set(names)].slice(0, MAX_IMPORT_CONNECTIONS);
};

/**
 * Recognizes the format of a file, and reads its first rows.
 *
 * @param known the mapping of an earlier import with the same columns, if there was one
 * @throws ImportFileError if the format is not recognized
 */
export const inspectFile = async (
  strapi: Core.Strapi,
  path: string,
  known: (columns: string[]) => Promise<Mapping | null>
): Promise<Omit<FileFacts, 'uploader'> & { bytes: number }> => {
  const { bytes, modified } = await describeFile(path);
  const start = await readStart(path, DETECTED_BYTES);
  const detected = await detectFormat(start);
  const columns = detected.format === 'csv' ? readColumns(start, detected.delimiter) : null;
  const mapping =
    columns && ((await known(columns)) ?? suggestMapping(columns, settableNames(strapi)));
  const sample = await firstRecords(path, detected);
  const records = sample.slice(0, IMPORT_PREVIEW_ROWS);
  const options = {
    format: detected.format,
    mapping: mapping ?? {},
    fieldTypes: typesOf(ownFields(strapi)),
    hashConfig: null,
  };
  const users = records.map((record) => readUser(record, options));
  return {
    ...detected,
    bytes,
    modified,
    compressed: await isCompressed(path),
    columns,
    suggested_mapping: mapping,
    connections: connectionsOf(sample, options),
    has_app_metadata: users.some(hasAppMetadata),
    preview: records.map(({ line, value }, at) => {
      const user = users[at];
      const problems = isValid(user) ? [] : user.problems;
      return {
        line,
        values: value ? valuesOf(value, mapping) : {},
        problems: problems
          .filter(({ field }) => !isPremature(detected.format, field))
          .map((each) => {
            const { line: _line, ...shownProblem } = storableProblem(each);
            return shownProblem;
          }),
      };
    }),
  };
};
