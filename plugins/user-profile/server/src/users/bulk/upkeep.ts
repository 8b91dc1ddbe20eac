import type { Core } from '@strapi/types';

import { BULK_OPERATION_UID } from '../../runtime/database/plain-models';
import { inTransaction, query, table, type Row } from '../../runtime/database/rows';
import { getService } from '../../utils/service';
import { RESULTS_TTL_MS, toOperation } from './operation-rows';
import { deleteSomeResults } from './result-rows';
import { removeJob, runOperation } from './run-operation';

/** Continues the operations that no instance runs, such as those of a server that crashed. */
export const resumeOperations = async (strapi: Core.Strapi): Promise<void> => {
  try {
    const rows: Row[] = await query(strapi, BULK_OPERATION_UID).whereNull('ended_at').orderBy('id');
    await Promise.all(rows.map((row) => runOperation(strapi, toOperation(row))));
  } catch (error) {
    getService(strapi, 'capture-errors').add('the bulk actions', error);
  }
};

/**
 * Deletes expired operations with their results.
 * @param save renews the lease of the job
 */
export const sweepOperations = async (
  strapi: Core.Strapi,
  save: () => Promise<void>
): Promise<void> => {
  const operations = () => query(strapi, BULK_OPERATION_UID);
  const rows: Row[] = await operations()
    .where('ended_at', '<', new Date(Date.now() - RESULTS_TTL_MS))
    // An undo that runs still needs them.
    .whereNotIn('id', operations().whereNull('ended_at').whereNotNull('undo_of').select('undo_of'))
    .select('id', 'key');
  for (const { id, key } of rows) {
    while (await deleteSomeResults(strapi, id)) {
      await save();
    }
    await removeJob(strapi, String(key));
    await inTransaction(strapi, (trx) =>
      table(strapi, trx, BULK_OPERATION_UID).where({ id }).delete()
    );
  }
};
