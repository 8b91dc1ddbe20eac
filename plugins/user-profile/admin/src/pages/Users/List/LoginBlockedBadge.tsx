import { Badge, Tooltip } from '@strapi/design-system';

import { useTranslate } from '../../../hooks/useTranslate';

/** Somebody failed too often to log in as this user, who may try again later or from elsewhere. */
export const LoginBlockedBadge = () => {
  const t = useTranslate();

  return (
    <Tooltip label={t('users.loginBlocked.hint')}>
      <Badge variant="warning" size="S">
        {t('users.loginBlocked')}
      </Badge>
    </Tooltip>
  );
};
