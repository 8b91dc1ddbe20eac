import { Button } from '@strapi/design-system';
import { ArrowsCounterClockwise } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';

import { useTranslate } from '../hooks/useTranslate';
import { useReconcileMutation } from '../services/settings';
import { errorMessage } from '../utils/errors';

/** Brings profiles and events in line with Users & Permissions, without waiting for the schedule. */
export const ReconcileButton = () => {
  const t = useTranslate();
  const { toggleNotification } = useNotification();
  const [reconcile, { isLoading }] = useReconcileMutation();

  const handleClick = async () => {
    const answer = await reconcile();

    if ('error' in answer) {
      const message = errorMessage(answer.error);

      toggleNotification({
        type: 'danger',
        message: message ? t('state.errorWith', { message }) : t('state.error'),
      });
      return;
    }

    const { ran, created, updated, detached, events } = answer.data;

    toggleNotification(
      ran
        ? {
            type: 'success',
            message: t('connections.sync.done', { created, updated, detached, events }),
          }
        : { type: 'info', message: t('connections.sync.busy') }
    );
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
