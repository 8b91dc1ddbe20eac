import { setImmediate as yieldToEventLoop } from 'node:timers/promises';

import type { Core } from '@strapi/types';

import type { ErrorCodeDetails } from '../../../../shared/error-texts';
import { IMPORT_ERROR_UID } from '../../runtime/database/plain-models';
import { asJson, asText, inTransaction, query, table, type Row } from '../../runtime/database/rows';
import { exportFile, type ExportedFile } from '../../utils/export-file';

const BATCH = 1000;

async function* readErrors(strapi: Core.Strapi, id: number) {
  for (let last = 0; ;) {
    const rows: Row[] = await query(strapi, IMPORT_ERROR_UID)
      .where({ import: id })
      .where('id', '>', last)
      .orderBy('id')
      .limit(BATCH);
    yield rows.map(({ line, field, reason, details }) => ({
      line: Number(line),
      field: asText(field),
      reason: String(reason),
      ...asJson<Partial<ErrorCodeDetails>>(details, {}),
    }));
    if (rows.length < BATCH) {
      break;
    }
    last = rows[rows.length - 1].id;
  }
}

/** The lines that were not imported, as a file. */
export const reportFile = (
  strapi: Core.Strapi,
  id: number,
  format: 'csv' | 'ndjson'
): ExportedFile =>
  exportFile(readErrors(strapi, id), {
    name: 'import-errors',
    format,
    columns: ['line', 'field', 'code', 'reason'],
    valuesOf: (row) => row,
  });

const deleteBatch = (strapi: Core.Strapi, id: number): Promise<number> =>
  inTransaction(strapi, async (trx) => {
    const rows: Row[] = await table(strapi, trx, IMPORT_ERROR_UID)
      .where({ import: id })
      .limit(BATCH)
      .select('id');
    const ids = rows.map((each) => each.id);
    return table(strapi, trx, IMPORT_ERROR_UID).whereIn('id', ids).delete();
  });

/** @param save renews the lease of a job */
export const deleteReport = async (
  strapi: Core.Strapi,
  id: number,
  save: () => Promise<void>
): Promise<void> => {
  for (let deleted = BATCH; deleted > 0;) {
    deleted = await deleteBatch(strapi, id);
    await save();
    // SQLite runs synchronously, so no request would be handled until the last batch.
    await yieldToEventLoop();
  }
};
