import { Box, Flex, Tooltip, Typography } from '@strapi/design-system';

import type { Profile } from '../../../../../shared/contracts/users';
import { Avatar } from '../../../components/Avatar';
import { NameLink } from '../../../components/NameLink';
import { StateBadge } from '../../../components/StateBadge';
import { UserText } from '../../../components/UserText';
import { useIntent } from '../../../hooks/useIntent';
import { usePrefetchUser } from '../../../hooks/usePrefetchUser';
import { useTranslate } from '../../../hooks/useTranslate';
import { userPath } from '../../../utils/paths';

interface UserCellProps {
  user: Profile;
  state: { usersSearch: string };
  isErasureRequested: boolean;
  isLoginBlocked: boolean;
}

const ErasureRequestedBadge = () => {
  const t = useTranslate();

  return (
    <Tooltip label={t('users.erasureRequested.hint')}>
      <StateBadge variant="danger" size="S">
        {t('users.erasureRequested')}
      </StateBadge>
    </Tooltip>
  );
};

const LoginBlockedBadge = () => {
  const t = useTranslate();

  return (
    <Tooltip label={t('users.loginBlocked.hint')}>
      <StateBadge variant="warning" size="S">
        {t('users.loginBlocked')}
      </StateBadge>
    </Tooltip>
  );
};

export const UserCell = ({ user, state, isErasureRequested, isLoginBlocked }: UserCellProps) => {
  const prefetchUser = usePrefetchUser();
  const intent = useIntent(() => prefetchUser(user.documentId));

  return (
    <Flex gap={3}>
      <Avatar user={user} />
      <Box minWidth={0} maxWidth="clamp(18rem, 14vw, 40rem)">
        <Flex gap={1} wrap="wrap">
          <NameLink name={user.name} to={userPath(user.documentId)} state={state} {...intent} />
          {isErasureRequested ? <ErasureRequestedBadge /> : null}
          {isLoginBlocked ? <LoginBlockedBadge /> : null}
        </Flex>
        {user.email && user.email !== user.name ? (
          <Typography tag="div" variant="pi" textColor="neutral600" ellipsis>
            <UserText>{user.email}</UserText>
          </Typography>
        ) : null}
      </Box>
    </Flex>
  );
};
