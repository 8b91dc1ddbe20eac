import { Flex, Status, Typography } from '@strapi/design-system';

import type { Profile } from '../../../shared/contracts/users';
import { useTranslate } from '../hooks/useTranslate';

interface UserStatusProps {
  user: Pick<Profile, 'blocked' | 'email' | 'email_verified'>;
}

export const UserStatus = ({ user }: UserStatusProps) => {
  const t = useTranslate();

  return (
    <Flex gap={2} wrap="wrap">
      <Status size="S" variant={user.blocked ? 'danger' : 'success'}>
        <Typography tag="span" variant="omega" fontWeight="bold">
          {user.blocked ? t('status.blocked') : t('status.active')}
        </Typography>
      </Status>
      {user.email && !user.email_verified ? (
        <Typography variant="pi" textColor="neutral600">
          {t('status.unverified')}
        </Typography>
      ) : null}
    </Flex>
  );
};
