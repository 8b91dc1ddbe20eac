import type { Core } from '@strapi/types';

import { UIDS } from '../../../../shared/constants';
import type { JsonObject } from '../../../../shared/contracts/users';
import { inTransaction, table, type Row } from '../../runtime/database/rows';
import { problem, validationError } from '../../utils/errors';
import { getService } from '../../utils/service';
import { findUserByAnyId } from './find-user';
import { checkMetadataKeys, mergeMetadata } from './metadata-rules';
import { toUserRow } from './user-row';

declare module '../../utils/service' {
  interface Services {
    'app-metadata': ReturnType<typeof createAppMetadata>;
  }
}

/** Reserved by Auth0, because code that merges metadata and profile would overwrite one with the other. */
const RESERVED_KEYS = new Set([
  '__tenant',
  '_id',
  'blocked',
  'clientID',
  'created_at',
  'email',
  'email_verified',
  'globalClientID',
  'global_client_id',
  'identities',
  'lastIP',
  'lastLogin',
  'loginsCount',
  'metadata',
  'multifactor',
  'multifactor_last_modified',
  'updated_at',
  'user_id',
]);

/** @throws ValidationError that lists every key that is not allowed */
export const checkAppMetadata = (patch: unknown): void => {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) {
    throw validationError([problem(['app_metadata'], 'app_metadata must be an object')]);
  }
  checkMetadataKeys(patch as JsonObject, ['app_metadata']);
  const problems = Object.keys(patch)
    .filter((key) => RESERVED_KEYS.has(key))
    .map((key) => problem(['app_metadata', key], `The key "${key}" is reserved in app_metadata`));
  if (problems.length > 0) {
    throw validationError(problems);
  }
};

/** Writes `app_metadata`. For code in the server only: no route calls it. */
export const createAppMetadata = ({ strapi }: { strapi: Core.Strapi }) => ({
  /**
   * Merges a patch into a user's `app_metadata`, one level deep: keys in the patch replace the current ones,
   * `null` deletes a key, `{}` deletes all.
   *
   * @param id the user's `documentId` or `user_id`
   * @returns the new `app_metadata`
   * @throws NotFoundError for an unknown user
   * @throws ValidationError for a key that is not allowed
   */
  async set(id: string, patch: JsonObject): Promise<JsonObject> {
    checkAppMetadata(patch);
    const { id: rowId } = await findUserByAnyId(strapi, id);
    return inTransaction(strapi, async (trx) => {
      const users = () => table(strapi, trx, UIDS.user).where({ id: rowId });
      const row: Row | undefined = await users().forUpdate().first('app_metadata');
      const merged = mergeMetadata(row ? toUserRow(row).app_metadata : {}, patch);
      await users()
        .update({ app_metadata: JSON.stringify(merged), updated_at: new Date() })
        .increment('revision', 1);
      await getService(strapi, 'event-publisher').profileChanged(trx, rowId);
      return merged;
    });
  },
});
