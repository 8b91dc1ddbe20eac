import { Modal } from '@strapi/design-system';

import type { Profile } from '../../../../../shared/contracts/users';
import type { DialogProps } from '../../../components/dialogs/dialogProps';
import { focusFirstField } from '../../../components/dialogs/focusFirstField';
import { useTranslate } from '../../../hooks/useTranslate';
import { AskStep } from './AskStep';
import type { BulkAction } from './bulkActions';
import { DialogHeader } from './DialogHeader';
import { ErrorStep } from './ErrorStep';
import { ResultStep } from './ResultStep';
import { RunStep } from './RunStep';
import { useBulk } from './useBulk';

interface BulkDialogProps extends DialogProps {
  action: BulkAction;
  users: readonly Profile[];
  /** Called if users may have been changed. */
  onDone: () => void;
}

export const BulkDialog = ({
  action,
  users,
  onClose,
  onDone,
  onCloseAutoFocus,
}: BulkDialogProps) => {
  const t = useTranslate();
  const { state, run } = useBulk({ action, users, onDone });

  const close = () => {
    if (state.step === 'ask') {
      onClose();
    } else if (state.step !== 'run') {
      onDone();
    }
  };

  return (
    <Modal.Root open onOpenChange={close}>
      <Modal.Content
        style={{ maxWidth: '56rem' }}
        aria-describedby={undefined}
        onOpenAutoFocus={focusFirstField}
        onCloseAutoFocus={onCloseAutoFocus}
      >
        <DialogHeader canClose={state.step !== 'run'} closeLabel={t('common.close')}>
          <Modal.Title>
            {t(`users.bulk.title.${action}`, { count: users.length, name: users[0].name })}
          </Modal.Title>
        </DialogHeader>
        {state.step === 'ask' ? (
          <AskStep
            action={action}
            count={users.length}
            onConfirm={(choices) => void run(choices)}
          />
        ) : null}
        {state.step === 'run' ? (
          <RunStep operationId={state.operationId} total={users.length} />
        ) : null}
        {state.step === 'result' ? (
          <ResultStep action={action} results={state.results} users={users} onClose={onDone} />
        ) : null}
        {state.step === 'error' ? <ErrorStep error={state.error} onClose={onDone} /> : null}
      </Modal.Content>
    </Modal.Root>
  );
};
