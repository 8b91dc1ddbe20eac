import { Flex, Status, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';

import type { Invitation, Profile } from '../../../shared/contracts/users';
import { useNow } from '../hooks/useNow';
import { useTranslate } from '../hooks/useTranslate';
import { invitationState } from '../utils/invitationState';

interface UserStatusProps {
  user: Pick<Profile, 'blocked' | 'email' | 'email_verified'>;
  isAccountMissing: boolean;
  invitation: Invitation | null;
}

const statusOf = ({ user, isAccountMissing, invitation }: UserStatusProps) => {
  if (isAccountMissing) {
    return { label: 'status.accountMissing', variant: 'danger' } as const;
  }

  if (user.blocked) {
    return { label: 'status.blocked', variant: 'danger' } as const;
  }

  return invitation
    ? ({ label: 'status.invited', variant: 'secondary' } as const)
    : ({ label: 'status.active', variant: 'success' } as const);
};

export const UserStatus = ({ user, isAccountMissing, invitation }: UserStatusProps) => {
  const t = useTranslate();
  const now = useNow();
  const { formatDate } = useIntl();
  const { label, variant } = statusOf({ user, isAccountMissing, invitation });
  const unverified = user.email && !user.email_verified ? t('status.unverified') : null;
  const remark = invitation
    ? t(`status.invited.${invitationState(invitation, now)}`, {
        date: formatDate(invitation.expires_at, { dateStyle: 'medium' }),
      })
    : unverified;

  return (
    <Flex gap={2} wrap="wrap">
      <Status size="S" variant={variant}>
        <Typography tag="span" variant="omega" fontWeight="bold">
          {t(label)}
        </Typography>
      </Status>
      {remark ? (
        <Typography variant="pi" textColor="neutral600" style={{ whiteSpace: 'normal' }}>
          {remark}
        </Typography>
      ) : null}
    </Flex>
  );
};
