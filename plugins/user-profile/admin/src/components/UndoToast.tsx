import { Alert, Box, TextButton } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import * as React from 'react';

import { useTranslate } from '../hooks/useTranslate';
import { useUndoBulkMutation } from '../services/bulk';
import { useErrorText } from './dialogs/useRun';

/** Long enough to read the message and decide. The result of the action stays undoable over the API. */
const SHOWN_MS = 20_000;

interface Toast {
  message: string;
  /** The operation that the button undoes. */
  operationId: string;
}

/** Shows a notification with an Undo button. */
type ShowUndo = (toast: Toast) => void;

const UndoContext = React.createContext<ShowUndo>(() => undefined);

export const useUndoToast = (): ShowUndo => React.useContext(UndoContext);

/** Undoes a block or unblock, and says for how many users. */
export const useUndo = () => {
  const t = useTranslate();
  const errorText = useErrorText();
  const { toggleNotification } = useNotification();
  const [undoBulk, { isLoading }] = useUndoBulkMutation();

  const undo = async (operationId: string): Promise<void> => {
    const result = await undoBulk({ operationId });

    if ('error' in result) {
      toggleNotification({ type: 'danger', message: errorText(result.error) });
      return;
    }

    const { status, done } = result.data.data;

    // The list shows an operation that runs.
    if (status !== 'running') {
      toggleNotification({ type: 'success', message: t('users.bulk.undone', { count: done }) });
    }
  };

  return { undo, isUndoing: isLoading };
};

/** Strapi's notifications can have a link, but no button. */
export const UndoToastProvider = ({ children }: { children: React.ReactNode }) => {
  const t = useTranslate();
  const { undo, isUndoing } = useUndo();
  const [toast, setToast] = React.useState<Toast>();
  const [isHeld, setIsHeld] = React.useState(false);

  React.useEffect(() => {
    if (!toast || isHeld) {
      return undefined;
    }

    const timer = setTimeout(() => setToast(undefined), SHOWN_MS);

    return () => clearTimeout(timer);
  }, [isHeld, toast]);

  const close = () => {
    setToast(undefined);
    setIsHeld(false);
  };

  return (
    <UndoContext.Provider value={setToast}>
      {children}
      <Box
        position="fixed"
        top="4.6rem"
        left="50%"
        width="50rem"
        maxWidth="calc(100% - 3.2rem)"
        zIndex="popover"
        style={{ transform: 'translateX(-50%)' }}
        role="status"
        onMouseEnter={() => setIsHeld(true)}
        onMouseLeave={() => setIsHeld(false)}
        onFocus={() => setIsHeld(true)}
        onBlur={() => setIsHeld(false)}
      >
        {toast ? (
          <Alert
            variant="success"
            closeLabel={t('common.close')}
            onClose={close}
            action={
              <TextButton
                disabled={isUndoing}
                onClick={() => {
                  close();
                  void undo(toast.operationId);
                }}
              >
                {t('users.bulk.undo')}
              </TextButton>
            }
          >
            {toast.message}
          </Alert>
        ) : null}
      </Box>
    </UndoContext.Provider>
  );
};
