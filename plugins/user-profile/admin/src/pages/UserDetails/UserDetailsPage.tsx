import * as React from 'react';

import { Link as DsLink } from '@strapi/design-system';
import { Layouts, Page } from '@strapi/strapi/admin';
import { Link, Outlet, useParams } from 'react-router-dom';

import { LinkTabs } from '../../components/LinkTabs/LinkTabs';
import { EmptyState, ErrorState } from '../../components/States/States';
import { useAllowed } from '../../hooks/useAllowed';
import { useTranslate } from '../../hooks/useTranslate';
import { useFindUserQuery } from '../../services/users';
import { isNotFound } from '../../utils/errors';
import { TABS, type TabName, userPath, USERS_PATH } from '../../utils/paths';

import { ProfileHeader } from './ProfileHeader';
import type { UserOutletContext } from './useUser';

export const UserDetailsPage = () => {
  const t = useTranslate();
  const { id = '' } = useParams();
  const { allowed } = useAllowed();
  const { currentData, error, isFetching, refetch } = useFindUserQuery(id, {
    refetchOnMountOrArgChange: true,
  });
  const user = currentData?.data;

  const shown = React.useMemo<Record<TabName, boolean>>(
    () => ({
      details: true,
      devices: allowed.readDevices,
      history: allowed.readEvents,
      locations: allowed.readEvents,
      'raw-json': true,
    }),
    [allowed]
  );

  if (!user && isFetching) {
    return <Page.Loading>{t('state.loading')}</Page.Loading>;
  }

  if (!user) {
    return (
      <Page.Main padding={{ initial: 4, medium: 6, large: 10 }}>
        {isNotFound(error) ? (
          <EmptyState
            content={t('user.notFound')}
            action={
              <DsLink tag={Link} to={USERS_PATH}>
                {t('user.notFound.action')}
              </DsLink>
            }
          />
        ) : (
          <ErrorState error={error} onRetry={refetch} />
        )}
      </Page.Main>
    );
  }

  return (
    <Page.Main labelledBy="user-profile-title" aria-busy={isFetching}>
      <Page.Title>{user.name}</Page.Title>
      <ProfileHeader user={user} />
      <Layouts.Content>
        <LinkTabs
          label={t('user.tabs')}
          tabs={TABS.filter((tab) => shown[tab]).map((tab) => ({
            to: userPath(user.documentId, tab),
            label: t(`user.tab.${tab}`),
          }))}
        />
        <Outlet context={{ user } satisfies UserOutletContext} />
      </Layouts.Content>
    </Page.Main>
  );
};
