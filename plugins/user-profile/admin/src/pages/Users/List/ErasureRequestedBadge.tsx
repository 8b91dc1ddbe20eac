import { Badge, Tooltip } from '@strapi/design-system';

import { useTranslate } from '../../../hooks/useTranslate';

/** The user asked to be erased, and waits for somebody to do it. */
export const ErasureRequestedBadge = () => {
  const t = useTranslate();

  return (
    <Tooltip label={t('users.erasureRequested.hint')}>
      <Badge variant="danger" size="S">
        {t('users.erasureRequested')}
      </Badge>
    </Tooltip>
  );
};
