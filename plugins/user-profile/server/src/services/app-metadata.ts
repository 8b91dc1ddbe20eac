import type { Core } from '@strapi/types';
import { UIDS } from '../../../shared/constants';
import type { JsonObject } from '../../../shared/contracts/users';
import { asJson, inTransaction, on } from '../database/rows';
import { getService } from '../utils/service';
import { checkMetadataKeys, mergeMetadata } from './metadata';

/** The one way to write `app_metadata`. It is for code in the server; no route calls it. */
export const createAppMetadata = ({ strapi }: { strapi: Core.Strapi }) => ({
  /**
   * Merges a patch into a user's `app_metadata`, one level deep: keys that are sent replace, `null`
   * deletes a key, `{}` clears all.
   *
   * @param id the user's `documentId` or `user_id`
   * @returns the new `app_metadata`
   * @throws NotFoundError for an unknown user, ValidationError for a key that is not allowed
   */
  async set(id: string, patch: JsonObject): Promise<JsonObject> {
    checkMetadataKeys(patch, ['app_metadata']);
    const { id: rowId } = await getService(strapi, 'profiles').getRow(id);
    return inTransaction(strapi, async (trx) => {
      const users = () => on(strapi, trx, UIDS.user).where({ id: rowId });
      const row = await users().forUpdate().first('app_metadata');
      const merged = mergeMetadata(asJson<JsonObject>(row?.app_metadata, {}), patch);
      await users()
        .update({ app_metadata: JSON.stringify(merged), updated_at: new Date() })
        .increment('revision', 1);
      await getService(strapi, 'hub').profileChanged(trx, rowId);
      return merged;
    });
  },
});
