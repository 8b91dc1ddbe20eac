import * as React from 'react';

import type { JsonObject } from '../../../../../../shared/contracts/users';
import { useUpdateUserMutation } from '../../../../services/users';
import type { ApiError } from '../../../../utils/errors';
import { useReadConflict } from '../../useReadConflict';

export interface StoredMetadata {
  metadata: JsonObject;
  revision: number;
}

export type StoreMetadataOutcome =
  | { kind: 'stored' }
  /** The metadata was changed elsewhere; `stored` is its current state. */
  | { kind: 'conflict'; stored: StoredMetadata }
  | { kind: 'rejected'; error: ApiError };

/** Repeated conflicts without a change of the metadata are unlikely, so the number of tries is bounded. */
const MAX_TRIES = 3;

export const sameMetadata = (one: JsonObject, other: JsonObject): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/**
 * Replaces `user_metadata` unless it was changed elsewhere since `base` was read. The revision covers the whole
 * user, so after a conflict with unchanged metadata the update is repeated with the new revision.
 */
export const useStoreMetadata = (
  userId: string
): ((value: JsonObject, base: StoredMetadata) => Promise<StoreMetadataOutcome>) => {
  const [update] = useUpdateUserMutation();
  const readConflict = useReadConflict();

  return React.useCallback(
    async (value, base) => {
      let { revision } = base;

      for (let tries = 1; ; tries += 1) {
        const result = await update({
          params: { id: userId },
          body: { data: { user_metadata: value }, revision, metadata: 'replace' },
        });

        if (!('error' in result)) {
          return { kind: 'stored' };
        }

        const now = await readConflict(userId, result.error);

        if (!now) {
          return { kind: 'rejected', error: result.error };
        }

        const stored = { metadata: now.data.user_metadata, revision: now.meta.revision };

        if (tries === MAX_TRIES || !sameMetadata(stored.metadata, base.metadata)) {
          return { kind: 'conflict', stored };
        }

        revision = stored.revision;
      }
    },
    [readConflict, update, userId]
  );
};
