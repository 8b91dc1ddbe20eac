import { Button } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';

import { useTranslate } from '../../hooks/useTranslate';
import { useReconcileMutation } from '../../services/settings';
import { errorMessage } from '../../utils/errors';

/** Brings in the accounts of Users & Permissions that have no profile, without waiting for the schedule. */
export const ReconcileButton = () => {
  const t = useTranslate();
  const { toggleNotification } = useNotification();
  const [reconcile, { isLoading }] = useReconcileMutation();

  const handleClick = async () => {
    const result = await reconcile();

    if ('error' in result) {
      const message = errorMessage(result.error);

      toggleNotification({
        type: 'danger',
        message: message ? t('state.errorWith', { message }) : t('state.error'),
      });
      return;
    }

    const { ran, created } = result.data;

    toggleNotification(
      ran
        ? { type: 'success', message: t('users.reconcile.done', { created }) }
        : { type: 'info', message: t('users.reconcile.busy') }
    );
  };

  return (
    <Button variant="secondary" loading={isLoading} onClick={() => void handleClick()}>
      {t('users.reconcile')}
    </Button>
  );
};
