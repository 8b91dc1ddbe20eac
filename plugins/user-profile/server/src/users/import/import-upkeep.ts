import type { Core } from '@strapi/types';

import { DAY_MS, MINUTE_MS } from '../../../../shared/durations';
import { IMPORT_UID } from '../../runtime/database/plain-models';
import { asText, inTransaction, query, table, type Row } from '../../runtime/database/rows';
import { getService } from '../../utils/service';
import type { ImportFiles } from './import-files';
import { deleteReport } from './import-report';
import { toImportRow, type ImportRow } from './import-rows';
import { endWithoutFile, IMPORT_JOB, jobOf } from './run-import';

/** How long files and reports are kept. */
const TTL_MS = 7 * DAY_MS;

/** A server that has the file of an import continues it within a minute. */
const MISSED_AFTER_MS = 10 * MINUTE_MS;

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

  /**
   * The imports that should run, but that no server has run for some time, and whose file this one lacks. If one of
   * them runs, others may wait for their turn on a server that has their files.
   */
  const findWithoutFile = async (idleMs: number): Promise<ImportRow[]> => {
    const since = new Date(Date.now() - idleMs);
    const active = await getService(strapi, 'jobs').findRunSince(IMPORT_JOB, since);
    const waiting = active.length > 0 ? ['running'] : ['queued', 'running'];
    const rows: Row[] = await imports()
      .whereIn('status', waiting)
      .where('started_at', '<', since)
      .orderBy('id');
    const idle = rows.map(toImportRow).filter(({ key }) => !active.includes(key));
    const haveFile = await Promise.all(idle.map(({ path }) => files.exists(path)));
    return idle.filter((_row, index) => !haveFile[index]);
  };

  return {
    remove,

    /** The ids of imports that wait for a server that has their file. */
    findWaitingForFile: async (): Promise<string[]> =>
      (await findWithoutFile(MISSED_AFTER_MS)).map(({ key }) => key),

    /**
     * Ends imports whose file did not come back, and deletes old ones.
     * @param save renews the lease of the job
     */
    async sweep(save: () => Promise<void>): Promise<void> {
      for (const row of await findWithoutFile(TTL_MS)) {
        await endWithoutFile(strapi, row);
        await save();
      }
      const before = new Date(Date.now() - TTL_MS);
      const rows: Row[] = await imports()
        .whereNotIn('status', ['queued', 'running'])
        .where('created_at', '<', before)
        .where((old) => old.whereNull('ended_at').orWhere('ended_at', '<', before));
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
