import * as React from 'react';

import type { JsonObject } from '../../../../../../shared/contracts/users';
import { useLazyFindUserQuery, useUpdateUserMutation } from '../../../../services/users';
import { type ApiError, isConflict } from '../../../../utils/errors';

export interface StoredMetadata {
  metadata: JsonObject;
  revision: number;
}

export type StoreOutcome =
  | { kind: 'stored' }
  /** Somebody else has changed the metadata meanwhile; `stored` is what is there now. */
  | { kind: 'conflict'; stored: StoredMetadata }
  | { kind: 'refused'; error: ApiError };

/** More than one other change in the time of an answer is nobody's doing. */
const MAX_TRIES = 3;

const same = (one: JsonObject, other: JsonObject): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/**
 * Replaces `user_metadata` unless somebody else changed it since `base` was read. The revision is that of
 * the whole user: where it is another one but the metadata is the same, nothing would be lost.
 */
export const useStoreMetadata = (
  userId: string
): ((value: JsonObject, base: StoredMetadata) => Promise<StoreOutcome>) => {
  const [update] = useUpdateUserMutation();
  const [findUser] = useLazyFindUserQuery();

  return React.useCallback(
    async (value, base) => {
      let { revision } = base;

      for (let tries = 1; ; tries += 1) {
        const result = await update({
          id: userId,
          data: { user_metadata: value },
          revision,
          metadata: 'replace',
        });

        if (!('error' in result)) {
          return { kind: 'stored' };
        }

        const now = isConflict(result.error) ? (await findUser(userId)).data : undefined;

        if (!now) {
          return { kind: 'refused', error: result.error };
        }

        const stored = { metadata: now.data.user_metadata, revision: now.meta.revision };

        if (tries === MAX_TRIES || !same(stored.metadata, base.metadata)) {
          return { kind: 'conflict', stored };
        }

        revision = stored.revision;
      }
    },
    [findUser, update, userId]
  );
};
