import * as React from 'react';

import type { BulkOperationResponse } from '../../../shared/contracts/bulk';
import { useLazyFindBulkOperationQuery } from '../services/bulk';
import type { ApiError } from '../utils/errors';

const POLL_MS = 500;

type Result = { data: BulkOperationResponse } | { error: ApiError };

/** Waits for the end of an operation that the server did not wait for. */
export const useAwaitBulk = (): ((started: BulkOperationResponse) => Promise<Result>) => {
  const [find] = useLazyFindBulkOperationQuery();

  return React.useCallback(
    async (started) => {
      let latest = started;

      while (latest.data.status === 'running') {
        await new Promise((resolve) => {
          setTimeout(resolve, POLL_MS);
        });
        const { data, error } = await find({ operationId: latest.data.id });

        if (!data || error) {
          return { error: error ?? { message: undefined } };
        }

        latest = data;
      }

      return { data: latest };
    },
    [find]
  );
};
