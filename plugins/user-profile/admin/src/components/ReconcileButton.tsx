import { Button } from '@strapi/design-system';
import { ArrowsCounterClockwise } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';

import { useTranslate } from '../hooks/useTranslate';
import { useReconcileMutation } from '../services/settings';
import { useErrorText } from './dialogs/useRun';

/** Starts the job that syncs profiles and events with Users & Permissions. */
export const ReconcileButton = () => {
  const t = useTranslate();
  const errorText = useErrorText();
  const { toggleNotification } = useNotification();
  const [reconcile, { isLoading }] = useReconcileMutation();

  const handleClick = async () => {
    const result = await reconcile();

    if ('error' in result) {
      toggleNotification({ type: 'danger', message: errorText(result.error) });
      return;
    }

    const { ran, finished, created, updated, account_missing: missing, events } = result.data;

    if (!ran || !finished) {
      const message = t(ran ? 'connections.sync.background' : 'connections.sync.busy');

      toggleNotification({ type: 'info', message });
      return;
    }

    toggleNotification({
      type: 'success',
      message: t('connections.sync.done', { created, updated, missing, events }),
    });
  };

  return (
    <Button
      variant="secondary"
      startIcon={<ArrowsCounterClockwise />}
      loading={isLoading}
      onClick={() => void handleClick()}
    >
      {t('connections.sync')}
    </Button>
  );
};
