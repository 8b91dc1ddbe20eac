import { Layouts, Page } from '@strapi/strapi/admin';
import * as React from 'react';
import { Outlet } from 'react-router-dom';

import type { FindUser, UserAction } from '../../../../shared/contracts/users';
import { LinkTabs } from '../../components/LinkTabs';
import { useEditShortcut } from '../../components/Shortcuts/Shortcuts';
import { useAllowed } from '../../hooks/useAllowed';
import { useTranslate } from '../../hooks/useTranslate';
import { allowedActions } from '../../utils/allowedActions';
import { TABS, type TabName, userPath } from '../../utils/paths';
import { ActionDialog } from './Actions/ActionDialog';
import { ActionsMenu } from './Actions/ActionsMenu';
import { ProfileHeader } from './ProfileHeader';
import type { UserOutletContext } from './useUser';

interface UserDetailsProps {
  user: FindUser.Response['data'];
  meta: FindUser.Response['meta'];
  isFetching: boolean;
}

export const UserDetails = ({ user, meta, isFetching }: UserDetailsProps) => {
  const t = useTranslate();
  const { allowed } = useAllowed();
  const [action, setAction] = React.useState<UserAction>();
  const menuButton = React.useRef<HTMLButtonElement>(null);

  const actions = React.useMemo(
    () => allowedActions(meta.actions, allowed),
    [allowed, meta.actions]
  );

  useEditShortcut(actions.includes('edit-profile') ? () => setAction('edit-profile') : undefined);

  const shown: Record<TabName, boolean> = {
    details: true,
    devices: allowed.readDevices,
    history: allowed.readEvents,
    locations: allowed.readEvents,
    'raw-json': true,
  };

  return (
    <Page.Main labelledBy="user-profile-title" aria-busy={isFetching}>
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
          }))}
        />
        <Outlet
          context={{ user, meta, actions, openAction: setAction } satisfies UserOutletContext}
        />
      </Layouts.Content>
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
    </Page.Main>
  );
};
