import { Box, Flex, Link as DsLink, Typography } from '@strapi/design-system';
import { ArrowLeft } from '@strapi/icons';
import { RESPONSIVE_DEFAULT_SPACING } from '@strapi/strapi/admin';
import * as React from 'react';
import { useIntl } from 'react-intl';
import { Link } from 'react-router-dom';

import type { UserOverview } from '../../../../shared/contracts/user-overview';
import type { FindUser, Profile } from '../../../../shared/contracts/users';
import { Avatar } from '../../components/Avatar';
import { CopyButton } from '../../components/CopyButton';
import { UserText } from '../../components/UserText';
import { useAllowed } from '../../hooks/useAllowed';
import { HEADING_ID } from '../../hooks/useHeadingFocus';
import { useTranslate } from '../../hooks/useTranslate';
import { USERS_PATH } from '../../utils/paths';
import type { PanelAction } from './Actions/menuGroups';
import { LoginsChart } from './LoginsChart';
import { useUsersSearch } from './usersSearch';
import { UserStates } from './UserStates';

interface CopyableProps {
  text: string;
  /** The accessible name of the button. */
  label: string;
}

const Copyable = ({ text, label }: CopyableProps) => (
  <Flex gap={1} minHeight="2.8rem">
    <Typography variant="epsilon" textColor="neutral600" style={{ overflowWrap: 'anywhere' }}>
      {text}
    </Typography>
    <CopyButton text={text} label={label} />
  </Flex>
);

interface ProfileHeaderProps {
  user: Profile;
  meta: FindUser.Response['meta'];
  /** Undefined while loading. */
  overview: UserOverview | undefined;
  /** The actions that this administrator may take. */
  actions: readonly PanelAction[];
  onAction: (action: PanelAction) => void;
  /** Shown on the right, e.g. the menu of actions. */
  menu: React.ReactNode;
}

export const ProfileHeader = ({
  user,
  meta,
  overview,
  actions,
  onAction,
  menu,
}: ProfileHeaderProps) => {
  const t = useTranslate();
  const { formatNumber } = useIntl();
  const allowed = useAllowed();
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
      <Flex
        paddingTop={4}
        gap={5}
        justifyContent="space-between"
        alignItems="flex-start"
        wrap="wrap"
      >
        <Flex gap={4} minWidth={0} flex="1 1 30rem" alignItems="flex-start">
          <Avatar user={user} size="L" />
          <Box minWidth={0}>
            <Flex gap={1}>
              <Typography
                id={HEADING_ID}
                tag="h1"
                variant="alpha"
                style={{ overflowWrap: 'anywhere' }}
              >
                <UserText>{user.name}</UserText>
              </Typography>
              {user.email && user.email === user.name ? (
                <CopyButton text={user.email} label={t('user.copyEmail')} />
              ) : null}
            </Flex>
            {user.email && user.email !== user.name ? (
              <Copyable text={user.email} label={t('user.copyEmail')} />
            ) : null}
            <Copyable text={user.user_id} label={t('user.copyId')} />
          </Box>
        </Flex>
        <Flex gap={6} alignItems="flex-start" wrap="wrap">
          <Flex gap={4} alignItems="flex-end">
            <Box>
              <Typography tag="p" variant="sigma" textColor="neutral600">
                {t('user.loginsCount')}
              </Typography>
              <Typography tag="p" variant="beta" textColor="neutral800">
                {formatNumber(user.logins_count ?? 0)}
              </Typography>
            </Box>
            {allowed.readEvents ? <LoginsChart logins={overview?.logins_per_day} /> : null}
          </Flex>
          {menu}
        </Flex>
      </Flex>
      <Box paddingTop={3}>
        <UserStates
          user={user}
          meta={meta}
          block={overview?.block}
          actions={actions}
          onAction={onAction}
        />
      </Box>
    </Box>
  );
};
