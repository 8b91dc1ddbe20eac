import * as React from 'react';
import { styled } from 'styled-components';

import type { AccountField } from '../../../../shared/contracts/account-fields';
import type { FindUsers, Profile } from '../../../../shared/contracts/users';
import { ErrorState } from '../../components/States';
import { useAllowed } from '../../hooks/useAllowed';
import { useFocusReturn } from '../../hooks/useFocusReturn';
import { allowedActions } from '../../utils/allowedActions';
import type { ApiError } from '../../utils/errors';
import { lazyPart, preload } from '../../utils/lazyPart';
import type { OptionalColumn } from '../../utils/userColumns';
import { BULK_ACTIONS, type BulkAction, type BulkTarget, countOf } from './Bulk/bulkActions';
import { useDismissed } from './Bulk/useDismissed';
import { useSelection } from './Bulk/useSelection';
import { UsersTable } from './List/UsersTable';
import { UsersPages } from './UsersPages';
import type { UserCount } from './useUserCount';
import type { UsersQuery } from './useUsersQuery';

const BulkBar = lazyPart('bulk-bar', () =>
  import('./Bulk/BulkBar').then((module) => module.BulkBar)
);

const BulkOperations = lazyPart('bulk-operations', () =>
  import('./Bulk/BulkOperations').then((module) => module.BulkOperations)
);

const BulkDialog = lazyPart('bulk', () =>
  import('./Bulk/BulkDialog').then((module) => module.BulkDialog)
);

const NoUsers = lazyPart('no-users', () => import('./NoUsers').then((module) => module.NoUsers));

interface UsersContentProps {
  list: UsersQuery;
  result: {
    data?: FindUsers.Response;
    currentData?: FindUsers.Response;
    error?: ApiError;
    isFetching: boolean;
  };
  /** Requests the list and the count again. */
  onRefetch: () => void;
  count: Pick<UserCount, 'current' | 'shown'>;
  /** Whether another search is being typed. */
  isTyping: boolean;
  shownColumns: readonly OptionalColumn[];
  shownFields: readonly AccountField[];
}

const preloadBulk = () => preload('bulk');

/** Stays visible above the rows while the list scrolls. */
const SelectionBar = styled.div`
  position: sticky;
  z-index: 2;
  bottom: ${({ theme }) => theme.spaces[4]};
  margin-top: ${({ theme }) => theme.spaces[4]};
  padding: ${({ theme }) => theme.spaces[3]};
  border: 1px solid ${({ theme }) => theme.colors.neutral200};
  border-radius: ${({ theme }) => theme.borderRadius};
  background: ${({ theme }) => theme.colors.neutral0};
  box-shadow: ${({ theme }) => theme.shadows.popupShadow};
`;

/** The keyboard scrolls what it focuses above the selection bar, which has more lines on a phone. */
const Rows = styled.div<{ $isBelowBar: boolean }>`
  & :is(a, button, input) {
    scroll-margin-bottom: ${({ $isBelowBar }) => ($isBelowBar ? '32rem' : 0)};

    ${({ theme }) => theme.breakpoints.medium} {
      scroll-margin-bottom: ${({ $isBelowBar }) => ($isBelowBar ? '14rem' : 0)};
    }
  }
`;

const NONE: readonly string[] = [];
const NO_INVITATIONS = {};

/** The table with row and bulk actions. */
export const UsersContent = ({
  list,
  result,
  onRefetch,
  count,
  isTyping,
  shownColumns,
  shownFields,
}: UsersContentProps) => {
  const allowed = useAllowed();
  const actions = React.useMemo(() => allowedActions(BULK_ACTIONS, allowed), [allowed]);
  const [bulk, setBulk] = React.useState<{
    action: BulkAction;
    target: BulkTarget;
    /** Of the menu of a row. */
    row?: Profile;
  }>();
  const { remember, restore } = useFocusReturn();

  // Keeps the previous rows until the next ones are loaded, so the layout does not jump.
  const shown = result.currentData ?? result.data;
  const users = shown?.data ?? [];
  const accountMissing = shown?.meta.account_missing ?? NONE;
  const erasureRequested = shown?.meta.erasure_requested ?? NONE;
  const { dismissed, dismiss } = useDismissed();
  const selection = useSelection(list, users, accountMissing, erasureRequested, count.current);
  const isSelecting = countOf(selection.target) > 0;

  const startOnRow = (action: BulkAction, user: Profile, opener?: HTMLElement | null) => {
    remember(opener);
    setBulk({
      action,
      target: {
        users: [user],
        isErasureRequested: erasureRequested.includes(user.documentId),
      },
      row: user,
    });
  };

  const startOnSelection = (action: BulkAction) => {
    remember();
    setBulk({ action, target: selection.target });
  };

  const finish = (isComplete: boolean) => {
    setBulk(undefined);

    if (!bulk?.row) {
      selection.clear();
    } else if (isComplete && bulk.action === 'delete') {
      selection.drop(bulk.row.documentId);
    }
  };

  return (
    <>
      <BulkOperations dismissed={dismissed} onDismiss={dismiss} />
      {result.error && !result.isFetching ? (
        <ErrorState error={result.error} onRetry={onRefetch} />
      ) : (
        <Rows $isBelowBar={isSelecting}>
          <UsersTable
            users={users}
            loginBlocked={shown?.meta.login_blocked ?? NONE}
            erasureRequested={erasureRequested}
            accountMissing={accountMissing}
            invitations={shown?.meta.invitations ?? NO_INVITATIONS}
            shownColumns={shownColumns}
            shownFields={shownFields}
            isLoading={!shown}
            isPending={isTyping || (result.isFetching && !result.currentData)}
            empty={
              <NoUsers
                list={list}
                isPastEnd={list.args.page > 1 || list.args.cursor !== undefined}
                onRefresh={onRefetch}
              />
            }
            selected={selection.idsOnPage}
            onSelect={selection.select}
            bulkActions={actions}
            isSelectable={actions.length > 0 || allowed.exportUsers}
            onAction={startOnRow}
          />
          {/* Below a skeleton, which is higher than few rows, they would move. */}
          {shown ? (
            <UsersPages list={list} count={count.shown} cursors={shown.meta.pagination} />
          ) : null}
        </Rows>
      )}
      {isSelecting ? (
        // Below the list, where it moves no row.
        <SelectionBar onPointerEnter={preloadBulk} onFocus={preloadBulk}>
          <BulkBar
            target={selection.target}
            selected={selection.selected}
            matching={selection.matching}
            actions={actions}
            canExport={allowed.exportUsers}
            onAction={startOnSelection}
            onSelectAll={selection.selectAll}
            onClear={selection.clear}
          />
        </SelectionBar>
      ) : null}
      {bulk ? (
        <BulkDialog
          action={bulk.action}
          target={bulk.target}
          onClose={() => setBulk(undefined)}
          onDone={finish}
          onShown={dismiss}
          onCloseAutoFocus={restore}
        />
      ) : null}
    </>
  );
};
