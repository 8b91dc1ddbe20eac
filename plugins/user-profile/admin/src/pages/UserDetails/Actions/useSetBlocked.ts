import { useNotification } from '@strapi/strapi/admin';

import type { BlockRequest } from '../../../../../shared/contracts/blocks';
import type { Profile } from '../../../../../shared/contracts/users';
import { useUndoToast } from '../../../components/UndoToast';
import { useAwaitBulk } from '../../../hooks/useAwaitBulk';
import { useResultText } from '../../../hooks/useResultText';
import { useTranslate } from '../../../hooks/useTranslate';
import { useStartBulkMutation } from '../../../services/bulk';
import type { ApiError } from '../../../utils/errors';

/** Blocks or unblocks a user, as a bulk action of one, because that can be undone. */
export const useSetBlocked = ({ documentId, name }: Profile) => {
  const t = useTranslate();
  const { toggleNotification } = useNotification();
  const showUndo = useUndoToast();
  const [startBulk] = useStartBulkMutation();
  const awaitBulk = useAwaitBulk();
  const resultText = useResultText();

  return async (
    action: 'block' | 'unblock',
    terms?: BlockRequest,
    message = t(`actions.${action}.done`, { name })
  ): Promise<ApiError | undefined> => {
    const started = await startBulk({ data: { action, ids: [documentId], ...terms } });
    const result = 'error' in started ? started : await awaitBulk(started.data);

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
};
