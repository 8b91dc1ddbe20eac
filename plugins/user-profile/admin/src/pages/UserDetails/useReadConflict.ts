import * as React from 'react';

import type { FindUser } from '../../../../shared/contracts/users';
import { useReadUserMutation } from '../../services/users';
import { type ApiError, isConflict } from '../../utils/errors';

/** Reads the stored user after a change that failed because of a conflict; undefined after any other error. */
export const useReadConflict = () => {
  const [readUser] = useReadUserMutation();

  return React.useCallback(
    async (id: string, error: ApiError | undefined): Promise<FindUser.Response | undefined> => {
      if (!isConflict(error)) {
        return undefined;
      }

      const result = await readUser({ id });

      return 'data' in result ? result.data : undefined;
    },
    [readUser]
  );
};
