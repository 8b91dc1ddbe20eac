import { Layouts, Page } from '@strapi/strapi/admin';
import * as React from 'react';
import { Outlet } from 'react-router-dom';

import type { FindUser } from '../../../../shared/contracts/users';
import { LinkTabs } from '../../components/LinkTabs';
import { useEditShortcut } from '../../components/Shortcuts/Shortcuts';
import { useAllowed } from '../../hooks/useAllowed';
import { HEADING_ID, useHeadingFocus } from '../../hooks/useHeadingFocus';
import { useTranslate } from '../../hooks/useTranslate';
import { usePrefetchDevices } from '../../services/devices';
import { usePrefetchEvents } from '../../services/events';
import { firstEvents } from '../../services/firstEvents';
import { usePrefetchLocations } from '../../services/locations';
import { useFindUserOverviewQuery, usePrefetchOverview } from '../../services/users';
import { allowedActions } from '../../utils/allowedActions';
import { withoutBidiControls } from '../../utils/bidi';
import { lazyPart, preload } from '../../utils/lazyPart';
import { FIRST_PAGE } from '../../utils/pageParams';
import { TABS, type TabName, userPath } from '../../utils/paths';
import { ActionsMenu } from './Actions/ActionsMenu';
import type { PanelAction } from './Actions/menuGroups';
import { FailedLoginsBadge } from './FailedLoginsBadge';
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
  const allowed = useAllowed();
  const { currentData: overview } = useFindUserOverviewQuery({ id: user.documentId });
  const [action, setAction] = React.useState<PanelAction>();
  const prefetchOverview = usePrefetchOverview();
  const prefetchDevices = usePrefetchDevices();
  const prefetchEvents = usePrefetchEvents();
  const prefetchLocations = usePrefetchLocations();
  const { documentId: id } = user;
  const menuButton = React.useRef<HTMLButtonElement>(null);
  const opener = React.useRef<HTMLElement | null>(null);

  const block = overview?.block;
  const actions = React.useMemo<PanelAction[]>(() => {
    const possible = allowedActions(meta.actions, allowed);

    // Without its present terms, a block cannot be edited.
    return block && possible.includes('unblock') ? [...possible, 'change-block'] : possible;
  }, [allowed, block, meta.actions]);

  const openAction = (next: PanelAction, from: Element | null = document.activeElement) => {
    opener.current = from instanceof HTMLElement ? from : null;
    setAction(next);
  };

  const restoreFocus = () =>
    (opener.current?.isConnected ? opener.current : menuButton.current)?.focus();

  // The button that opened a dialog may disappear after the dialog has closed, with the status beside it.
  React.useEffect(() => {
    if (opener.current?.isConnected === false && document.activeElement === document.body) {
      restoreFocus();
    }
  });

  useHeadingFocus(user.documentId);

  const prefetchTab = (tab: TabName) => {
    preload(tab);

    if (tab === 'details') {
      prefetchOverview({ id });
    } else if (tab === 'devices') {
      prefetchDevices({ params: { id }, query: { pagination: FIRST_PAGE } });
    } else if (tab === 'history') {
      prefetchEvents(firstEvents(id));
    } else if (tab === 'locations') {
      prefetchLocations(id);
    }
  };

  useEditShortcut(actions.includes('edit-profile') ? () => setAction('edit-profile') : undefined);

  const shown: Record<TabName, boolean> = {
    details: true,
    devices: allowed.readDevices,
    history: allowed.readEvents,
    locations: allowed.readEvents,
    'raw-json': true,
  };

  return (
    <Page.Main labelledBy={HEADING_ID} aria-busy={isFetching}>
      <Page.Title>{withoutBidiControls(user.name)}</Page.Title>
      <ProfileHeader
        user={user}
        meta={meta}
        overview={overview}
        actions={actions}
        onAction={openAction}
        menu={
          <ActionsMenu
            ref={menuButton}
            actions={actions}
            onSelect={(next) => openAction(next, menuButton.current)}
          />
        }
      />
      <Layouts.Content>
        <LinkTabs
          label={t('user.tabs')}
          tabs={TABS.filter((tab) => shown[tab]).map((tab) => ({
            to: userPath(user.documentId, tab),
            label: t(`user.tab.${tab}`),
            onIntent: () => prefetchTab(tab),
            extra:
              tab === 'history' && allowed.readEvents ? (
                <FailedLoginsBadge userId={user.documentId} />
              ) : undefined,
          }))}
        />
        <Outlet context={{ user, meta, actions, openAction } satisfies UserOutletContext} />
      </Layouts.Content>
      {action === undefined ? null : (
        <ActionDialog
          action={action}
          user={user}
          meta={meta}
          onClose={() => setAction(undefined)}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            restoreFocus();
          }}
        />
      )}
    </Page.Main>
  );
};
