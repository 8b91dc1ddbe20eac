import { EXACT_COUNT_LIMIT } from '../../../../shared/constants';
import type { Connection } from '../../../../shared/contracts/connections';
import { ConfirmDialog } from '../../components/dialogs/ConfirmDialog';
import type { DialogProps } from '../../components/dialogs/dialogProps';
import { useTranslate } from '../../hooks/useTranslate';

interface DisableDialogProps extends DialogProps {
  connection: Connection;
  onConfirm: () => Promise<void>;
}

export const DisableDialog = ({
  connection: { display_name: connection, users, users_estimated: isEstimated },
  onConfirm,
  ...rest
}: DisableDialogProps) => {
  const t = useTranslate();

  return (
    <ConfirmDialog
      {...rest}
      isDanger
      title={t('connections.disable.title', { connection })}
      body={
        isEstimated
          ? t('connections.disable.textEstimated', { count: EXACT_COUNT_LIMIT })
          : t('connections.disable.text', { connection, users })
      }
      confirmLabel={t('connections.disable')}
      onConfirm={async () => {
        // `setEnabled` shows errors as a notification.
        await onConfirm();

        return undefined;
      }}
    />
  );
};
