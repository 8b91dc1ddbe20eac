import { Button, Dialog } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';

import type { Connection } from '../../../../shared/contracts/connections';
import { useTranslate } from '../../hooks/useTranslate';

interface DisableDialogProps {
  connection: Connection;
  onClose: () => void;
  onConfirm: () => void;
  onCloseAutoFocus: (event: Event) => void;
}

export const DisableDialog = ({
  connection: { display_name: connection, users },
  onClose,
  onConfirm,
  onCloseAutoFocus,
}: DisableDialogProps) => {
  const t = useTranslate();

  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Content onCloseAutoFocus={onCloseAutoFocus}>
        <Dialog.Header>{t('connections.disable.title', { connection })}</Dialog.Header>
        <Dialog.Body icon={<WarningCircle fill="danger600" />}>
          {t('connections.disable.text', { connection, users })}
        </Dialog.Body>
        <Dialog.Footer>
          <Dialog.Cancel>
            <Button fullWidth variant="tertiary">
              {t('users.dialog.cancel')}
            </Button>
          </Dialog.Cancel>
          <Dialog.Action>
            <Button fullWidth variant="danger-light" onClick={onConfirm}>
              {t('connections.disable')}
            </Button>
          </Dialog.Action>
        </Dialog.Footer>
      </Dialog.Content>
    </Dialog.Root>
  );
};
