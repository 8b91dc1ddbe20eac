import type { Core } from '@strapi/types';

import { DAY_MS } from '../../../../shared/durations';
import { IMPORT_UID } from '../../runtime/database/plain-models';
import { asText, inTransaction, query, table, type Row } from '../../runtime/database/rows';
import { getService } from '../../utils/service';
import type { ImportFiles } from './import-files';
import { deleteReport } from './import-report';
import { toImportRow, type ImportRow } from './import-rows';
import { jobOf } from './run-import';

/** How long files and reports are kept. */
const TTL_MS = 7 * DAY_MS;

/** Deletes what is no longer needed. */
export const createImportUpkeep = (strapi: Core.Strapi, files: ImportFiles) => {
  let lookedForFilesAt = 0;
  const imports = () => query(strapi, IMPORT_UID);

  /** Deletes an import with its file and its report. */
  const remove = async ({ id, key, path }: ImportRow, save = async () => {}): Promise<void> => {
    await files.remove(path);
    await deleteReport(strapi, id, save);
    await getService(strapi, 'jobs').remove(jobOf(key));
    await inTransaction(strapi, (trx) => table(strapi, trx, IMPORT_UID).where({ id }).delete());
  };

  return {
    remove,

    /**
     * Deletes old imports.
     * @param save renews the lease of the job
     */
    async sweep(save: () => Promise<void>): Promise<void> {
      const rows: Row[] = await imports()
        .whereNotIn('status', ['queued', 'running'])
        .where('created_at', '<', new Date(Date.now() - TTL_MS));
      for (const row of rows) {
        await remove(toImportRow(row), save);
      }
    },

    /** Deletes files that no import has, once a day on each server. */
    async removeLostFiles(): Promise<void> {
      if (Date.now() - lookedForFilesAt < DAY_MS) {
        return;
      }
      lookedForFilesAt = Date.now();
      const rows: Row[] = await imports().select('path');
      const kept = new Set(rows.map(({ path }) => asText(path) ?? ''));
      await files.removeOthers(kept, new Date(Date.now() - TTL_MS));
    },
  };
};
