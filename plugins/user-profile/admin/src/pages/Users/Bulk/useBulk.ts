import { useNotification } from '@strapi/strapi/admin';
import * as React from 'react';

import type { BulkResult } from '../../../../../shared/contracts/bulk';
import type { Profile } from '../../../../../shared/contracts/users';
import { useTranslate } from '../../../hooks/useTranslate';
import { useRunBulkMutation } from '../../../services/bulk';
import type { ApiError } from '../../../utils/errors';
import { type BulkAction, type BulkChoices, newOperationId } from './bulkActions';

export type BulkState =
  | { step: 'ask' }
  | { step: 'run'; operationId: string }
  | { step: 'result'; results: BulkResult[] }
  | { step: 'error'; error: ApiError };

interface BulkArgs {
  action: BulkAction;
  users: readonly Profile[];
  /** Called if every user was changed. */
  onDone: () => void;
}

/** The steps of a bulk action: confirmation, progress, result. */
export const useBulk = ({ action, users, onDone }: BulkArgs) => {
  const t = useTranslate();
  const { toggleNotification } = useNotification();
  const [runBulk] = useRunBulkMutation();
  const [state, setState] = React.useState<BulkState>({ step: 'ask' });

  const run = async (choices: BulkChoices) => {
    const operationId = newOperationId();
    setState({ step: 'run', operationId });

    const ids = users.map(({ documentId }) => documentId);
    const result = await runBulk({ data: { action, ids, ...choices, operation_id: operationId } });

    if ('error' in result) {
      setState({ step: 'error', error: result.error });
    } else if (result.data.some(({ ok }) => !ok)) {
      setState({ step: 'result', results: result.data });
    } else {
      toggleNotification({
        type: 'success',
        message: t(`users.bulk.done.${action}`, { count: result.data.length }),
      });
      onDone();
    }
  };

  return { state, run };
};
