import * as React from 'react';
import { useLocation, useNavigate } from 'react-router-dom';

import type { AccountField } from '../../../../../shared/contracts/account-fields';
import type { Invitation, Profile } from '../../../../../shared/contracts/users';
import { DEFAULT_USER_SORT } from '../../../../../shared/user-fields';
import { DataTable } from '../../../components/DataTable/DataTable';
import { useTranslate } from '../../../hooks/useTranslate';
import { userPath } from '../../../utils/paths';
import type { OptionalColumn } from '../../../utils/userColumns';
import type { BulkAction } from '../Bulk/bulkActions';
import { UserMenu } from './UserMenu';
import { useUserColumns } from './useUserColumns';

interface UsersTableProps {
  users: readonly Profile[];
  loginBlocked: readonly string[];
  erasureRequested: readonly string[];
  accountMissing: readonly string[];
  invitations: Readonly<Record<string, Invitation>>;
  shownColumns: readonly OptionalColumn[];
  shownFields: readonly AccountField[];
  isLoading: boolean;
  isPending: boolean;
  empty: React.ReactNode;
  selected: readonly string[];
  onSelect: (ids: string[]) => void;
  /** The actions that the role allows. */
  bulkActions: readonly BulkAction[];
  isSelectable: boolean;
  onAction: (action: BulkAction, user: Profile, opener: HTMLElement | null) => void;
}

export const UsersTable = ({
  users,
  loginBlocked,
  erasureRequested,
  accountMissing,
  invitations,
  shownColumns,
  shownFields,
  isLoading,
  isPending,
  empty,
  selected,
  onSelect,
  bulkActions,
  isSelectable,
  onAction,
}: UsersTableProps) => {
  const t = useTranslate();
  const navigate = useNavigate();
  const { search } = useLocation();
  // Lets the details page link back to this page of the list.
  const state = React.useMemo(() => ({ usersSearch: search }), [search]);
  const columns = useUserColumns({
    shown: shownColumns,
    fields: shownFields,
    loginBlocked,
    erasureRequested,
    accountMissing,
    invitations,
    state,
  });

  return (
    <DataTable
      columns={columns}
      rows={users}
      rowId={(user) => user.documentId}
      isLoading={isLoading}
      defaultSort={DEFAULT_USER_SORT}
      isPending={isPending}
      empty={empty}
      onRowClick={(user) => navigate(userPath(user.documentId), { state })}
      selection={
        isSelectable
          ? {
              ids: selected,
              onChange: onSelect,
              labelOf: ({ name }) => t('users.select', { name }),
            }
          : undefined
      }
      actions={
        bulkActions.length > 0
          ? {
              label: t('users.column.actions'),
              cell: (user) => (
                <UserMenu
                  user={user}
                  isAccountMissing={accountMissing.includes(user.documentId)}
                  state={state}
                  actions={bulkActions}
                  onAction={onAction}
                />
              ),
            }
          : undefined
      }
    />
  );
};
