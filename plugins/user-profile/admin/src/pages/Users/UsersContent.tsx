import * as React from 'react';
import { styled } from 'styled-components';

import type { AccountField } from '../../../../shared/contracts/account-fields';
import type { FindUsers, Profile, UsersPageMeta } from '../../../../shared/contracts/users';
import { ErrorState } from '../../components/States';
import { useAllowed } from '../../hooks/useAllowed';
import { useFocusReturn } from '../../hooks/useFocusReturn';
import { allowedActions } from '../../utils/allowedActions';
import type { ApiError } from '../../utils/errors';
import { lazyPart, preload } from '../../utils/lazyPart';
import type { OptionalColumn } from '../../utils/userColumns';
import { BULK_ACTIONS, type BulkAction } from './Bulk/bulkActions';
import { BulkBar } from './Bulk/BulkBar';
import { UsersTable } from './List/UsersTable';
import { NoUsers } from './NoUsers';
import { UsersPages } from './UsersPages';
import type { UsersQuery } from './useUsersQuery';

const BulkDialog = lazyPart('bulk', () =>
  import('./Bulk/BulkDialog').then((module) => module.BulkDialog)
);

interface UsersContentProps {
  list: UsersQuery;
  result: {
    data?: FindUsers.Response;
    currentData?: FindUsers.Response;
    error?: ApiError;
    isFetching: boolean;
    refetch: () => void;
  };
  /** Undefined until it is loaded. */
  count: UsersPageMeta | undefined;
  /** Whether another search is being typed. */
  isTyping: boolean;
  shownColumns: readonly OptionalColumn[];
  shownFields: readonly AccountField[];
}

const preloadBulk = () => preload('bulk');

/** Stays visible while the list scrolls. */
const SelectionBar = styled.div`
  position: sticky;
  z-index: 2;
  bottom: ${({ theme }) => theme.spaces[4]};
`;

const NONE: readonly string[] = [];
const NO_INVITATIONS = {};

/** The table with row and bulk actions. */
export const UsersContent = ({
  list,
  result,
  count,
  isTyping,
  shownColumns,
  shownFields,
}: UsersContentProps) => {
  const { allowed } = useAllowed();
  const actions = React.useMemo(() => allowedActions(BULK_ACTIONS, allowed), [allowed]);
  const [ticked, setTicked] = React.useState<string[]>([]);
  const [bulk, setBulk] = React.useState<{ action: BulkAction; users: readonly Profile[] }>();
  const { remember, restore } = useFocusReturn();

  // Keeps the previous rows until the next ones are loaded, so the layout does not jump.
  const shown = result.currentData ?? result.data;
  const users = shown?.data ?? [];
  const selected = users.filter(({ documentId }) => ticked.includes(documentId));

  React.useEffect(() => setTicked([]), [list.args]);

  const start = (action: BulkAction, subjects: readonly Profile[], opener?: HTMLElement | null) => {
    remember(opener);
    setBulk({ action, users: subjects });
  };

  return (
    <>
      {result.error && !result.isFetching ? (
        <ErrorState error={result.error} onRetry={result.refetch} />
      ) : (
        <>
          <UsersTable
            users={users}
            loginBlocked={shown?.meta.login_blocked ?? NONE}
            erasureRequested={shown?.meta.erasure_requested ?? NONE}
            accountMissing={shown?.meta.account_missing ?? NONE}
            invitations={shown?.meta.invitations ?? NO_INVITATIONS}
            shownColumns={shownColumns}
            shownFields={shownFields}
            isLoading={!shown}
            isPending={isTyping || (result.isFetching && !result.currentData)}
            empty={
              <NoUsers
                list={list}
                isPastEnd={list.args.page > 1 || list.args.cursor !== undefined}
                onRefresh={result.refetch}
              />
            }
            selected={selected.map(({ documentId }) => documentId)}
            onSelect={setTicked}
            bulkActions={actions}
            isSelectable={actions.length > 0 || allowed.exportUsers}
            onAction={(action, user, opener) => start(action, [user], opener)}
          />
          <UsersPages list={list} count={count} cursors={shown?.meta.pagination} />
        </>
      )}
      {selected.length > 0 ? (
        // Below the list, where it moves no row.
        <SelectionBar onPointerEnter={preloadBulk} onFocus={preloadBulk}>
          <BulkBar
            users={selected}
            actions={actions}
            canExport={allowed.exportUsers}
            onAction={(action) => start(action, selected)}
            onClear={() => setTicked([])}
          />
        </SelectionBar>
      ) : null}
      {bulk ? (
        <BulkDialog
          action={bulk.action}
          users={bulk.users}
          onClose={() => setBulk(undefined)}
          onDone={() => {
            setBulk(undefined);
            setTicked([]);
          }}
          onCloseAutoFocus={restore}
        />
      ) : null}
    </>
  );
};
