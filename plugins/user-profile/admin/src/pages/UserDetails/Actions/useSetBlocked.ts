import { useNotification } from '@strapi/strapi/admin';

import type { BlockRequest } from '../../../../../shared/contracts/blocks';
import type { Profile } from '../../../../../shared/contracts/users';
import { SECOND_MS } from '../../../../../shared/durations';
import { useErrorText } from '../../../components/dialogs/useRun';
import { useUndoToast } from '../../../components/UndoToast';
import { useAwaitBulk } from '../../../hooks/useAwaitBulk';
import { useResultText } from '../../../hooks/useResultText';
import { useTranslate } from '../../../hooks/useTranslate';
import { markUnseen } from '../../../hooks/useUnseenOperations';
import { useStartBulkMutation } from '../../../services/bulk';
import type { ApiError } from '../../../utils/errors';

/** So long the dialog stays open. The server has waited before, so that few operations reach it. */
const DIALOG_MS = 5 * SECOND_MS;

const STILL_RUNNING = Symbol('still running');

const stillRunning = () =>
  new Promise<typeof STILL_RUNNING>((resolve) => {
    setTimeout(() => resolve(STILL_RUNNING), DIALOG_MS);
  });

/** Blocks or unblocks a user, as a bulk action of one, because that can be undone. */
export const useSetBlocked = ({ documentId, name }: Profile) => {
  const t = useTranslate();
  const errorText = useErrorText();
  const { toggleNotification } = useNotification();
  const showUndo = useUndoToast();
  const [startBulk] = useStartBulkMutation();
  const awaitBulk = useAwaitBulk();
  const resultText = useResultText();

  /** Tells the admin how the operation ended. An error is left to the caller. */
  const report = (
    result: Awaited<ReturnType<typeof awaitBulk>>,
    message: string
  ): ApiError | undefined => {
    if ('error' in result) {
      return result.error;
    }

    const { data: operation, meta } = result.data;
    const [failure] = meta.failures;

    if (failure) {
      const { reason, code, params } = failure;

      // Without a status, the error would count as one of the server, whose reason is not shown.
      return reason === null
        ? { message: undefined }
        : { name: 'UnknownError', status: 400, message: reason, details: { code, params } };
    }

    if (operation.status !== 'finished') {
      return { name: 'UnknownError', status: 400, message: resultText(operation) };
    }

    if (operation.can_undo) {
      showUndo({ message, operationId: operation.id });
    } else {
      toggleNotification({ type: 'success', message });
    }

    return undefined;
  };

  /** @returns an error for the dialog, or undefined once the dialog can close */
  return async (
    action: 'block' | 'unblock',
    terms?: BlockRequest,
    message = t(`actions.${action}.done`, { name })
  ): Promise<ApiError | undefined> => {
    const started = await startBulk({ data: { action, ids: [documentId], ...terms } });

    if ('error' in started) {
      return started.error;
    }

    const ending = awaitBulk(started.data).then((result) => report(result, message));
    const early = await Promise.race([ending, stillRunning()]);

    if (early !== STILL_RUNNING) {
      return early;
    }

    toggleNotification({ type: 'info', message: t('users.bulk.stillRunning') });
    void ending.then((error) => {
      if (error) {
        toggleNotification({ type: 'danger', message: errorText(error) });
        // The notification is soon gone. The user list keeps the result.
        markUnseen(started.data.data.id);
      }
    });

    return undefined;
  };
};
