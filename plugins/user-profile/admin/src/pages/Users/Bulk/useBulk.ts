import { useNotification } from '@strapi/strapi/admin';
import * as React from 'react';

import type { BulkResult } from '../../../../../shared/contracts/user-writes';
import type { Profile } from '../../../../../shared/contracts/users';
import { useTranslate } from '../../../hooks/useTranslate';
import { type BulkRequest, useRunBulkMutation } from '../../../services/bulk';
import type { ApiError } from '../../../utils/errors';
import { type BulkAction, newOperationId } from './bulkActions';

export type BulkState =
  | { step: 'ask' }
  | { step: 'run'; operation: string }
  | { step: 'result'; results: BulkResult[] }
  | { step: 'error'; error: ApiError };

interface BulkArgs {
  action: BulkAction;
  users: readonly Profile[];
  /** All went well, so that nothing is left to be shown. */
  onDone: () => void;
}

/** One action on many users, from the question to what came of it. */
export const useBulk = ({ action, users, onDone }: BulkArgs) => {
  const t = useTranslate();
  const { toggleNotification } = useNotification();
  const [runBulk] = useRunBulkMutation();
  const [state, setState] = React.useState<BulkState>({ step: 'ask' });

  const run = async (history: BulkRequest['history']) => {
    const operation = newOperationId();
    setState({ step: 'run', operation });

    const answer = await runBulk({
      action,
      ids: users.map(({ documentId }) => documentId),
      history,
      operation,
    });

    if ('error' in answer) {
      setState({ step: 'error', error: answer.error });
    } else if (answer.data.some(({ ok }) => !ok)) {
      setState({ step: 'result', results: answer.data });
    } else {
      toggleNotification({
        type: 'success',
        message: t(`users.bulk.done.${action}`, { count: answer.data.length }),
      });
      onDone();
    }
  };

  return { state, run };
};
