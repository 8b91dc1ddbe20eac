import { randomUUID } from 'node:crypto';

import type { Core } from '@strapi/types';

import { toStorable } from '../../../../shared/storable-text';
import { IMPORT_UID } from '../../runtime/database/plain-models';
import { inTransaction, query, table, type Row } from '../../runtime/database/rows';
import { importColumns, NO_COUNTS, toImportRow } from './import-rows';
import { inspectFile } from './inspect-file';
import type { Mapping } from './records/read-csv-row';

const MAX_FILE_NAME = 255;
const MAX_REMEMBERED = 50;

interface NewImport {
  fileName: string | null;
  actor: string;
  /** Whether server code imports it. */
  isTrusted: boolean;
}

/** The mapping of the last import of a file with the same columns. */
const knownMapping = async (
  strapi: Core.Strapi,
  columns: string[],
  isTrusted: boolean
): Promise<Mapping | null> => {
  const rows: Row[] = await query(strapi, IMPORT_UID)
    .whereNotNull('started_at')
    .orderBy('id', 'desc')
    .limit(MAX_REMEMBERED);
  const same = rows.map(toImportRow).find(
    (row) =>
      // That of server code may have targets that requests may not set.
      (isTrusted || !row.is_trusted) &&
      row.options?.mapping &&
      row.facts.columns?.join('\0') === columns.join('\0')
  );
  return same?.options?.mapping ?? null;
};

/**
 * Finds out what a file is, and stores that.
 *
 * @returns the key of the import
 * @throws ImportFileError (400) if the format is not recognized
 */
export const insertImport = async (
  strapi: Core.Strapi,
  path: string,
  { fileName, actor, isTrusted }: NewImport
): Promise<string> => {
  const { bytes, ...facts } = await inspectFile(strapi, path, (columns) =>
    knownMapping(strapi, columns, isTrusted)
  );
  const key = randomUUID();
  await inTransaction(strapi, (trx) =>
    table(strapi, trx, IMPORT_UID).insert({
      ...importColumns({
        facts: { ...facts, uploader: actor },
        counts: NO_COUNTS,
        ignored_fields: {},
      }),
      key,
      actor,
      status: 'uploaded',
      file_name: fileName && toStorable(fileName).slice(0, MAX_FILE_NAME),
      path,
      bytes,
      is_trusted: isTrusted,
      position: 0,
      bytes_read: 0,
      errors_stored: 0,
      is_cancelled: false,
      created_at: new Date(),
    })
  );
  return key;
};
