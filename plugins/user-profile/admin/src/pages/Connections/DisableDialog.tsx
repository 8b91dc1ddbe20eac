import type { Connection } from '../../../../shared/contracts/connections';
import { useTranslate } from '../../hooks/useTranslate';
import { ConfirmDialog } from '../UserDetails/Actions/ConfirmDialog';

interface DisableDialogProps {
  connection: Connection;
  onClose: () => void;
  onConfirm: () => Promise<void>;
  onCloseAutoFocus: (event: Event) => void;
}

export const DisableDialog = ({
  connection: { display_name: connection, users },
  onConfirm,
  ...rest
}: DisableDialogProps) => {
  const t = useTranslate();

  return (
    <ConfirmDialog
      {...rest}
      isDanger
      title={t('connections.disable.title', { connection })}
      body={t('connections.disable.text', { connection, users })}
      confirmLabel={t('connections.disable')}
      onConfirm={async () => {
        // It says by itself what came of it.
        await onConfirm();

        return undefined;
      }}
    />
  );
};
