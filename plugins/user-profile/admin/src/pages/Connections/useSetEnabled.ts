import { useNotification } from '@strapi/strapi/admin';

import type { Connection } from '../../../../shared/contracts/connections';
import { useTranslate } from '../../hooks/useTranslate';
import { useUpdateConnectionMutation } from '../../services/connections';
import { errorMessage } from '../../utils/errors';

/** Turns a connection on or off, and says what came of it. */
export const useSetEnabled = ({ name, display_name: connection }: Connection) => {
  const t = useTranslate();
  const { toggleNotification } = useNotification();
  const [update, { isLoading }] = useUpdateConnectionMutation();

  const setEnabled = async (enabled: boolean) => {
    const answer = await update({ name, changes: { enabled } });

    if ('error' in answer) {
      const message = errorMessage(answer.error);

      toggleNotification({
        type: 'danger',
        message: message ? t('state.errorWith', { message }) : t('state.error'),
      });
    } else if (answer.data.enabled === enabled) {
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
