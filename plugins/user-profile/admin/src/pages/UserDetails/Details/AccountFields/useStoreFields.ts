import * as React from 'react';

import type { JsonObject } from '../../../../../../shared/contracts/json';
import { useUpdateUserMutation } from '../../../../services/users';
import type { ApiError } from '../../../../utils/errors';
import { useReadConflict } from '../../useReadConflict';

export interface StoredFields {
  values: JsonObject;
  revision: number;
}

export type StoreFieldsOutcome =
  | { kind: 'stored' }
  /** A field was changed elsewhere; `stored` is the current state. */
  | { kind: 'conflict'; stored: StoredFields }
  | { kind: 'rejected'; error: ApiError };

const MAX_TRIES = 3;

const isSame = (names: string[], one: JsonObject, other: JsonObject): boolean =>
  names.every((name) => JSON.stringify(one[name]) === JSON.stringify(other[name]));

/**
 * Stores changed account fields unless one of them was changed elsewhere since `base` was read. The revision
 * covers the whole user, so after a conflict about something else the update is repeated with the new revision.
 */
export const useStoreFields = (
  userId: string
): ((changes: JsonObject, base: StoredFields) => Promise<StoreFieldsOutcome>) => {
  const [update] = useUpdateUserMutation();
  const readConflict = useReadConflict();

  return React.useCallback(
    async (changes, base) => {
      let { revision } = base;

      for (let tries = 1; ; tries += 1) {
        const result = await update({
          params: { id: userId },
          body: { data: { account_fields: changes }, revision },
        });

        if (!('error' in result)) {
          return { kind: 'stored' };
        }

        const now = await readConflict(userId, result.error);

        if (!now) {
          return { kind: 'rejected', error: result.error };
        }

        const stored = { values: now.data.account_fields ?? {}, revision: now.meta.revision };

        if (tries === MAX_TRIES || !isSame(Object.keys(changes), stored.values, base.values)) {
          return { kind: 'conflict', stored };
        }

        revision = stored.revision;
      }
    },
    [readConflict, update, userId]
  );
};
