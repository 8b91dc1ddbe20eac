import { Layouts, Page } from '@strapi/strapi/admin';
import * as React from 'react';
import { Outlet } from 'react-router-dom';

import type { FindUser, UserAction } from '../../../../shared/contracts/users';
import { LinkTabs } from '../../components/LinkTabs';
import { useAllowed } from '../../hooks/useAllowed';
import { HEADING_ID, useHeadingFocus } from '../../hooks/useHeadingFocus';
import { useTranslate } from '../../hooks/useTranslate';
import { usePrefetchDevices } from '../../services/devices';
import { usePrefetchOverview } from '../../services/users';
import { allowedActions } from '../../utils/allowedActions';
import { lazyPart, preload } from '../../utils/lazyPart';
import { FIRST_PAGE } from '../../utils/pageParams';
import { TABS, type TabName, userPath } from '../../utils/paths';
import { ActionsMenu } from './Actions/ActionsMenu';
import { ProfileHeader } from './ProfileHeader';
import type { UserOutletContext } from './useUser';

const ActionDialog = lazyPart('user-action', () =>
  import('./Actions/ActionDialog').then((module) => module.ActionDialog)
);

interface UserDetailsProps {
  user: FindUser.Response['data'];
  meta: FindUser.Response['meta'];
  isFetching: boolean;
}

export const UserDetails = ({ user, meta, isFetching }: UserDetailsProps) => {
  const t = useTranslate();
  const { allowed } = useAllowed();
  const [action, setAction] = React.useState<UserAction>();
  const prefetchOverview = usePrefetchOverview();
  const prefetchDevices = usePrefetchDevices();
  const { documentId: id } = user;
  const menuButton = React.useRef<HTMLButtonElement>(null);

  useHeadingFocus(user.documentId);

  const actions = React.useMemo(
    () => allowedActions(meta.actions, allowed),
    [allowed, meta.actions]
  );

  const prefetchTab = (tab: TabName) => {
    preload(tab);

    if (tab === 'details') {
      prefetchOverview({ id });
    } else if (tab === 'devices') {
      prefetchDevices({ params: { id }, query: { pagination: FIRST_PAGE } });
    }
  };

  const shown: Record<TabName, boolean> = {
    details: true,
    devices: allowed.readDevices,
    history: allowed.readEvents,
    locations: allowed.readEvents,
    'raw-json': true,
  };

  return (
    <Page.Main labelledBy={HEADING_ID} aria-busy={isFetching}>
      <Page.Title>{user.name}</Page.Title>
      <ProfileHeader
        user={user}
        isErasureRequested={meta.erasure_requested_at !== null}
        isAccountMissing={meta.account_missing}
        action={<ActionsMenu ref={menuButton} actions={actions} onSelect={setAction} />}
      />
      <Layouts.Content>
        <LinkTabs
          label={t('user.tabs')}
          tabs={TABS.filter((tab) => shown[tab]).map((tab) => ({
            to: userPath(user.documentId, tab),
            label: t(`user.tab.${tab}`),
            onIntent: () => prefetchTab(tab),
          }))}
        />
        <Outlet
          context={{ user, meta, actions, openAction: setAction } satisfies UserOutletContext}
        />
      </Layouts.Content>
      {action === undefined ? null : (
        <ActionDialog
          action={action}
          user={user}
          meta={meta}
          onClose={() => setAction(undefined)}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            menuButton.current?.focus();
          }}
        />
      )}
    </Page.Main>
  );
};
