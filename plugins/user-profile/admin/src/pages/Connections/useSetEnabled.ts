import { useNotification } from '@strapi/strapi/admin';

import type { Connection } from '../../../../shared/contracts/connections';
import { useErrorText } from '../../components/dialogs/useRun';
import { useTranslate } from '../../hooks/useTranslate';
import { useUpdateConnectionMutation } from '../../services/connections';

/** Enables or disables a connection and shows the result as a notification. */
export const useSetEnabled = ({ name, display_name: connection }: Connection) => {
  const t = useTranslate();
  const errorText = useErrorText();
  const { toggleNotification } = useNotification();
  const [update, { isLoading }] = useUpdateConnectionMutation();

  const setEnabled = async (enabled: boolean) => {
    const result = await update({ params: { name }, body: { data: { enabled } } });

    if ('error' in result) {
      toggleNotification({ type: 'danger', message: errorText(result.error) });
    } else if (result.data.enabled === enabled) {
      toggleNotification({
        type: 'success',
        message: t(enabled ? 'connections.enable.done' : 'connections.disable.done', {
          connection,
        }),
      });
    } else {
      toggleNotification({ type: 'warning', message: t('connections.unchanged', { connection }) });
    }
  };

  return { isSaving: isLoading, setEnabled };
};
