import { Modal } from '@strapi/design-system';

import type { DialogProps } from '../../../components/dialogs/dialogProps';
import { focusFirstField } from '../../../components/dialogs/focusFirstField';
import { useTranslate } from '../../../hooks/useTranslate';
import { AskStep } from './AskStep';
import { type BulkAction, type BulkTarget, countOf } from './bulkActions';
import { DialogHeader } from './DialogHeader';
import { ResultStep } from './ResultStep';
import { RunStep } from './RunStep';
import { useBulk } from './useBulk';

interface BulkDialogProps extends DialogProps {
  action: BulkAction;
  target: BulkTarget;
  /** Called if users were changed. */
  onDone: (isComplete: boolean) => void;
  /** Called with the id of an operation whose result is shown here. */
  onShown: (id: string) => void;
}

export const BulkDialog = ({
  action,
  target,
  onClose,
  onDone,
  onShown,
  onCloseAutoFocus,
}: BulkDialogProps) => {
  const t = useTranslate();
  const { state, run, finish } = useBulk({ action, target, onDone, onShown });

  const { users = [] } = target;
  const count = countOf(target);
  const [user] = users;

  const canClose = state.step === 'result' || (state.step === 'ask' && !state.isStarting);

  const close = () => {
    if (!canClose) {
      return;
    }

    if (state.step === 'ask') {
      onClose();
    } else {
      onDone(false);
    }
  };

  return (
    <Modal.Root open onOpenChange={close}>
      <Modal.Content
        style={{ maxWidth: '56rem' }}
        aria-describedby={undefined}
        onOpenAutoFocus={focusFirstField}
        onCloseAutoFocus={onCloseAutoFocus}
        // A click beside the dialog must not discard the input.
        onInteractOutside={(event) => event.preventDefault()}
      >
        <DialogHeader canClose={canClose} closeLabel={t('common.close')}>
          <Modal.Title>{t(`users.bulk.title.${action}`, { count, name: user?.name })}</Modal.Title>
        </DialogHeader>
        {state.step === 'ask' ? (
          <AskStep
            action={action}
            target={target}
            isStarting={state.isStarting}
            error={state.error}
            onConfirm={(choices) => void run(choices)}
          />
        ) : null}
        {state.step === 'run' ? (
          <RunStep operation={state.operation} onEnd={finish} onLeave={() => onDone(false)} />
        ) : null}
        {state.step === 'result' ? (
          <ResultStep response={state.response} users={users} onClose={() => onDone(false)} />
        ) : null}
      </Modal.Content>
    </Modal.Root>
  );
};
