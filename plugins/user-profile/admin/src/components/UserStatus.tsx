import { Flex, Status, Typography } from '@strapi/design-system';

import type { Profile } from '../../../shared/contracts/users';
import { useTranslate } from '../hooks/useTranslate';

interface UserStatusProps {
  user: Pick<Profile, 'blocked' | 'email' | 'email_verified'>;
  isAccountMissing: boolean;
}

const statusOf = ({ user, isAccountMissing }: UserStatusProps) => {
  if (isAccountMissing) {
    return { label: 'status.accountMissing', variant: 'danger' } as const;
  }

  return user.blocked
    ? ({ label: 'status.blocked', variant: 'danger' } as const)
    : ({ label: 'status.active', variant: 'success' } as const);
};

export const UserStatus = ({ user, isAccountMissing }: UserStatusProps) => {
  const t = useTranslate();
  const { label, variant } = statusOf({ user, isAccountMissing });

  return (
    <Flex gap={2} wrap="wrap">
      <Status size="S" variant={variant}>
        <Typography tag="span" variant="omega" fontWeight="bold">
          {t(label)}
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
