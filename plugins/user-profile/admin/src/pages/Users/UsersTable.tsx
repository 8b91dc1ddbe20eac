import * as React from 'react';

import { useIntl } from 'react-intl';
import { useLocation, useNavigate } from 'react-router-dom';

import type { Profile } from '../../../../shared/contracts/users';
import { type Column, DataTable } from '../../components/DataTable/DataTable';
import { RelativeTime } from '../../components/RelativeTime/RelativeTime';
import { UserStatus } from '../../components/UserStatus/UserStatus';
import { useTranslate } from '../../hooks/useTranslate';
import { userPath } from '../../utils/paths';

import { UserCell } from './UserCell';

interface UsersTableProps {
  users: readonly Profile[];
  isLoading: boolean;
  empty: React.ReactNode;
}

export const UsersTable = ({ users, isLoading, empty }: UsersTableProps) => {
  const t = useTranslate();
  const { formatNumber } = useIntl();
  const navigate = useNavigate();
  const { search } = useLocation();
  // Carried along, so that the way back leads to the list as it was left.
  const state = React.useMemo(() => ({ usersSearch: search }), [search]);

  const columns = React.useMemo<Column<Profile>[]>(
    () => [
      {
        name: 'name',
        label: t('users.column.user'),
        sortable: true,
        cell: (user) => <UserCell user={user} state={state} />,
      },
      {
        name: 'connection',
        label: t('users.column.connection'),
        sortable: true,
        cell: (user) => user.identities[0]?.connection ?? '–',
      },
      {
        name: 'logins_count',
        label: t('users.column.logins'),
        sortable: true,
        cell: (user) => formatNumber(user.logins_count ?? 0),
      },
      {
        name: 'last_login',
        label: t('users.column.latestLogin'),
        sortable: true,
        cell: (user) => <RelativeTime date={user.last_login} fallback={t('users.never')} />,
      },
      {
        name: 'blocked',
        label: t('users.column.status'),
        sortable: true,
        cell: (user) => <UserStatus user={user} />,
      },
      {
        name: 'created_at',
        label: t('users.column.signedUp'),
        sortable: true,
        cell: (user) => <RelativeTime date={user.created_at} />,
      },
    ],
    [formatNumber, state, t]
  );

  return (
    <DataTable
      columns={columns}
      rows={users}
      rowId={(user) => user.documentId}
      isLoading={isLoading}
      empty={empty}
      onRowClick={(user) => navigate(userPath(user.documentId), { state })}
    />
  );
};
