import { Box, Flex, Link as DsLink, Typography } from '@strapi/design-system';
import { ArrowLeft } from '@strapi/icons';
import { RESPONSIVE_DEFAULT_SPACING } from '@strapi/strapi/admin';
import * as React from 'react';
import { useIntl } from 'react-intl';
import { Link } from 'react-router-dom';

import type { Profile } from '../../../../shared/contracts/users';
import { Avatar } from '../../components/Avatar';
import { StateBadge } from '../../components/StateBadge';
import { useTranslate } from '../../hooks/useTranslate';
import { USERS_PATH } from '../../utils/paths';
import { useUsersSearch } from './usersSearch';

interface ProfileHeaderProps {
  user: Profile;
  isErasureRequested: boolean;
  isAccountMissing: boolean;
  /** Shown on the right, e.g. the menu of actions. */
  action: React.ReactNode;
}

export const ProfileHeader = ({
  user,
  isErasureRequested,
  isAccountMissing,
  action,
}: ProfileHeaderProps) => {
  const t = useTranslate();
  const { formatNumber } = useIntl();
  const search = useUsersSearch();

  return (
    <Box
      paddingLeft={RESPONSIVE_DEFAULT_SPACING}
      paddingRight={RESPONSIVE_DEFAULT_SPACING}
      paddingTop={6}
      paddingBottom={4}
    >
      <DsLink tag={Link} to={{ pathname: USERS_PATH, search }} startIcon={<ArrowLeft />}>
        {t('user.back')}
      </DsLink>
      <Flex paddingTop={4} gap={5} justifyContent="space-between" wrap="wrap">
        <Flex gap={4} minWidth={0} flex="1 1 30rem">
          <Avatar user={user} size="L" />
          <Box minWidth={0}>
            <Flex gap={3} wrap="wrap">
              <Typography
                id="user-profile-title"
                tag="h1"
                variant="alpha"
                style={{ overflowWrap: 'anywhere' }}
              >
                {user.name}
              </Typography>
              {user.blocked ? <StateBadge variant="danger">{t('user.blocked')}</StateBadge> : null}
              {isAccountMissing ? (
                <StateBadge variant="danger">{t('status.accountMissing')}</StateBadge>
              ) : null}
              {isErasureRequested ? (
                <StateBadge variant="danger">{t('users.erasureRequested')}</StateBadge>
              ) : null}
            </Flex>
            {user.email && user.email !== user.name ? (
              <Typography variant="epsilon" textColor="neutral600">
                {user.email}
              </Typography>
            ) : null}
          </Box>
        </Flex>
        <Flex gap={6}>
          <Flex direction="column" alignItems={{ initial: 'flex-start', medium: 'flex-end' }}>
            <Typography variant="sigma" textColor="neutral600">
              {t('user.loginsCount')}
            </Typography>
            <Typography variant="beta" textColor="neutral800">
              {formatNumber(user.logins_count ?? 0)}
            </Typography>
          </Flex>
          {action}
        </Flex>
      </Flex>
    </Box>
  );
};
