import { Button, Typography } from '@strapi/design-system';

import { Note } from '../../../components/Note';
import { useFormatDate } from '../../../hooks/useFormatDate';
import { useTranslate } from '../../../hooks/useTranslate';
import { useUserDetails } from '../useUser';

/** Shown if the user requested deletion, with a button to delete the user. */
export const ErasureNote = () => {
  const t = useTranslate();
  const formatDate = useFormatDate();
  const { meta, actions, openAction } = useUserDetails();

  if (!meta.erasure_requested_at) {
    return null;
  }

  return (
    <Note
      tone="danger"
      action={
        actions.includes('delete') ? (
          <Button variant="danger-light" size="S" onClick={() => openAction('delete')}>
            {t('actions.delete')}
          </Button>
        ) : null
      }
    >
      <Typography tag="h2" variant="omega" fontWeight="bold">
        {t('details.erasure.title')}
      </Typography>
      <p>{t('details.erasure.text', { date: formatDate(meta.erasure_requested_at) })}</p>
    </Note>
  );
};
