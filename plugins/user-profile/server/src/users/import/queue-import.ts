import type { Core } from '@strapi/types';

import type { ImportOptions } from '../../../../shared/contracts/imports';
import { IMPORT_ERROR_UID, IMPORT_UID } from '../../runtime/database/plain-models';
import { inTransaction, table } from '../../runtime/database/rows';
import { coded, ConflictError } from '../../utils/errors';
import { importColumns, NO_COUNTS, type ImportRow } from './import-rows';

/**
 * Resets an import to the beginning of the file.
 * @throws ConflictError if it is running
 */
export const queueImport = (
  strapi: Core.Strapi,
  { id, facts }: ImportRow,
  options: ImportOptions,
  { actor, mayVerifyEmail }: { actor: string; mayVerifyEmail: boolean }
): Promise<void> =>
  inTransaction(strapi, async (trx) => {
    const queued = await table(strapi, trx, IMPORT_UID)
      .where({ id })
      .whereNotIn('status', ['queued', 'running'])
      .update(
        importColumns({
          status: 'queued',
          options,
          actor,
          facts: { ...facts, may_verify_email: mayVerifyEmail },
          position: 0,
          bytes_read: 0,
          counts: NO_COUNTS,
          ignored_fields: {},
          errors_stored: 0,
          is_cancelled: false,
          error: null,
          error_details: null,
          started_at: new Date(),
          ended_at: null,
        })
      );
    if (queued !== 1) {
      throw new ConflictError(coded('import_running'));
    }
    await table(strapi, trx, IMPORT_ERROR_UID).where({ import: id }).delete();
  });
