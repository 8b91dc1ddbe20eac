import { Alert, Box, TextButton } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import * as React from 'react';

import { useAwaitBulk } from '../hooks/useAwaitBulk';
import { useResultText } from '../hooks/useResultText';
import { useTranslate } from '../hooks/useTranslate';
import { markUnseen } from '../hooks/useUnseenOperations';
import { useUndoBulkMutation } from '../services/bulk';
import { isConflict, isNotFound } from '../utils/errors';
import { useErrorText } from './dialogs/useRun';

/** Long enough to read the message and decide. The result of the action stays undoable over the API. */
const SHOWN_MS = 20_000;

interface Toast {
  message: string;
  /** The operation that the button undoes. */
  operationId: string;
}

interface UndoFailure {
  /** Why undoing failed. */
  text: string;
  /** Whether the server may accept another attempt. */
  canRetry: boolean;
}

interface ShownToast extends Toast {
  failure?: UndoFailure;
}

/** Shows a notification with an Undo button. */
type ShowUndo = (toast: Toast) => void;

const UndoContext = React.createContext<ShowUndo>(() => undefined);

export const useUndoToast = (): ShowUndo => React.useContext(UndoContext);

interface UndoOptions {
  /** Whether the page lists running operations and how they end. */
  isListed?: boolean;
}

/** Undoes a block or unblock, and says for how many users. */
export const useUndo = ({ isListed = false }: UndoOptions = {}) => {
  const t = useTranslate();
  const errorText = useErrorText();
  const { toggleNotification } = useNotification();
  const [undoBulk] = useUndoBulkMutation();
  const awaitBulk = useAwaitBulk();
  const resultText = useResultText();
  const [isUndoing, setIsUndoing] = React.useState(false);

  /** @returns undefined on success */
  const undo = async (operationId: string): Promise<UndoFailure | undefined> => {
    setIsUndoing(true);
    const started = await undoBulk({ operationId });
    const result = 'error' in started || isListed ? started : await awaitBulk(started.data);
    setIsUndoing(false);

    if ('error' in result) {
      const { error } = result;

      return { text: errorText(error), canRetry: !isConflict(error) && !isNotFound(error) };
    }

    const { data: operation } = result.data;
    const { id, status, done, failed } = operation;

    if (status === 'running') {
      markUnseen(id);

      return undefined;
    }

    if (status !== 'finished' || failed > 0) {
      // The server accepts another undo only of one that it has not finished.
      return { text: resultText(operation), canRetry: status !== 'finished' };
    }

    toggleNotification({ type: 'success', message: t('users.bulk.undone', { count: done }) });

    return undefined;
  };

  return { undo, isUndoing };
};

/** Strapi's notifications can have a link, but no button. */
export const UndoToastProvider = ({ children }: { children: React.ReactNode }) => {
  const t = useTranslate();
  const { undo, isUndoing } = useUndo();
  const [toast, setToast] = React.useState<ShownToast>();
  const [isHeld, setIsHeld] = React.useState(false);
  const { toggleNotification } = useNotification();
  const latest = React.useRef<ShownToast>();

  React.useEffect(() => {
    latest.current = toast;

    return () => {
      latest.current = undefined;
    };
  }, [toast]);

  React.useEffect(() => {
    if (!toast || isHeld || isUndoing) {
      return undefined;
    }

    const timer = setTimeout(() => setToast(undefined), SHOWN_MS);

    return () => clearTimeout(timer);
  }, [isHeld, isUndoing, toast]);

  const close = () => {
    setToast(undefined);
    setIsHeld(false);
  };

  const undoShown = async (shown: ShownToast) => {
    const failure = await undo(shown.operationId);
    // It may be closed, or another one shown, by now.
    const isShown = latest.current === shown;

    if (isShown) {
      setToast(failure ? { ...shown, failure } : undefined);
    } else if (failure) {
      toggleNotification({ type: 'danger', message: failure.text });
    }

    // The button goes, with the focus that held the toast.
    if (isShown && !failure?.canRetry) {
      setIsHeld(false);
    }
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
            variant={toast.failure ? 'danger' : 'success'}
            closeLabel={t('common.close')}
            onClose={close}
            action={
              toast.failure?.canRetry === false ? undefined : (
                <TextButton
                  // Not `disabled`, which would take the focus that holds the toast.
                  aria-disabled={isUndoing}
                  onClick={() => (isUndoing ? undefined : void undoShown(toast))}
                >
                  {t('users.bulk.undo')}
                </TextButton>
              )
            }
          >
            {toast.failure?.text ?? toast.message}
          </Alert>
        ) : null}
      </Box>
    </UndoContext.Provider>
  );
};
