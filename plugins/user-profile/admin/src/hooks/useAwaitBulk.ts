import * as React from 'react';

import type { BulkOperationResponse } from '../../../shared/contracts/bulk';
import { SECOND_MS } from '../../../shared/durations';
import { useLazyFindBulkOperationQuery, useRefreshAfterBulkMutation } from '../services/bulk';
import { type ApiError, isRejection } from '../utils/errors';
import { useTranslate } from './useTranslate';
import { markSeen, markUnseen } from './useUnseenOperations';

const POLL_MS = 500;

/** From then on, polls are less frequent. */
const SHORT_MS = 5 * SECOND_MS;
const LONG_POLL_MS = 2 * SECOND_MS;

/** A server that restarts is back within this time. */
const MAX_FAILING_MS = 30 * SECOND_MS;

type Result = { data: BulkOperationResponse } | { error: ApiError };

const sleep = (ms: number) =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/**
 * Waits for the end of an operation that the server did not wait for. A failed request says nothing about the
 * operation, so it is sent again for a while. The operation is unseen until the end: the admin may leave the page.
 */
export const useAwaitBulk = (): ((started: BulkOperationResponse) => Promise<Result>) => {
  const t = useTranslate();
  const [find] = useLazyFindBulkOperationQuery();
  const [refresh] = useRefreshAfterBulkMutation();

  return React.useCallback(
    async (started) => {
      const { id: operationId } = started.data;
      const startedAt = Date.now();
      let latest = started;
      let failingSince: number | undefined;

      if (latest.data.status === 'running') {
        markUnseen(operationId);
      }

      while (latest.data.status === 'running') {
        await sleep(Date.now() - startedAt < SHORT_MS ? POLL_MS : LONG_POLL_MS);
        const { data, error } = await find({ operationId });

        // After an error, `data` is still that of the last response.
        if (data && !error) {
          latest = data;
          failingSince = undefined;
          continue;
        }

        failingSince ??= Date.now();

        if ((error && isRejection(error)) || Date.now() - failingSince > MAX_FAILING_MS) {
          void refresh();

          // Without a status, the error would count as one of the server, whose message is not shown.
          return { error: { name: 'UnknownError', status: 400, message: t('users.bulk.unknown') } };
        }
      }

      markSeen(operationId);

      return { data: latest };
    },
    [find, refresh, t]
  );
};
