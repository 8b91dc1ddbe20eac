import { useNotification } from '@strapi/strapi/admin';
import * as React from 'react';

import type { BulkOperation, BulkOperationResponse } from '../../../../../shared/contracts/bulk';
import { useUndoToast } from '../../../components/UndoToast';
import { useTranslate } from '../../../hooks/useTranslate';
import { markSeen, markUnseen } from '../../../hooks/useUnseenOperations';
import { useStartBulkMutation } from '../../../services/bulk';
import type { ApiError } from '../../../utils/errors';
import type { BulkAction, BulkChoices, BulkTarget } from './bulkActions';

export type BulkState =
  /** The input stays here until the server responds, most often with the result. */
  | { step: 'ask'; isStarting: boolean; error?: ApiError }
  | { step: 'run'; operation: BulkOperation }
  | { step: 'result'; response: BulkOperationResponse };

interface BulkArgs {
  action: BulkAction;
  target: BulkTarget;
  /** Called if nothing is left to do here. `isComplete`: the operation has ended without failures. */
  onDone: (isComplete: boolean) => void;
  /** Called if the result of an operation is shown here, and need not be shown elsewhere. */
  onShown: (id: string) => void;
}

/** The steps of a bulk action: confirmation, progress, result. */
export const useBulk = ({ action, target, onDone, onShown }: BulkArgs) => {
  const t = useTranslate();
  const { toggleNotification } = useNotification();
  const showUndo = useUndoToast();
  const [startBulk] = useStartBulkMutation();
  const [state, setState] = React.useState<BulkState>({ step: 'ask', isStarting: false });

  const finish = (response: BulkOperationResponse) => {
    const { id, status, done, unchanged, failed, can_undo: canUndo } = response.data;

    markSeen(id);

    if (status !== 'finished' || failed > 0) {
      onShown(id);
      setState({ step: 'result', response });
      return;
    }

    // The list shows the result of an operation by selection, with its report.
    if (target.matching) {
      onDone(true);
      return;
    }

    const message = t(`users.bulk.done.${action}`, { count: done + unchanged });

    if (canUndo) {
      showUndo({ message, operationId: id });
    } else {
      toggleNotification({ type: 'success', message });
    }

    onDone(true);
  };

  const run = async (choices: BulkChoices) => {
    setState({ step: 'ask', isStarting: true });

    const users = target.matching
      ? { selection: target.matching.selection }
      : { ids: target.users.map(({ documentId }) => documentId) };
    const result = await startBulk({ data: { action, ...users, ...choices } });

    if ('error' in result) {
      setState({ step: 'ask', isStarting: false, error: result.error });
    } else if (result.data.data.status === 'running') {
      markUnseen(result.data.data.id);
      setState({ step: 'run', operation: result.data.data });
    } else {
      finish(result.data);
    }
  };

  return { state, run, finish };
};
