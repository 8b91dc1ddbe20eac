import * as React from 'react';
import { useIntl } from 'react-intl';

import type { Profile } from '../../../../../shared/contracts/users';
import type { Column } from '../../../components/DataTable/DataTable';
import { RelativeTime } from '../../../components/RelativeTime/RelativeTime';
import { UserStatus } from '../../../components/UserStatus/UserStatus';
import { useConnectionLabel } from '../../../hooks/useConnectionLabel';
import { useTranslate } from '../../../hooks/useTranslate';
import type { OptionalColumn } from '../../../utils/userColumns';
import { COLUMN_LABELS } from './columnLabels';
import { ErasureRequestedBadge } from './ErasureRequestedBadge';
import { LoginBlockedBadge } from './LoginBlockedBadge';
import { UserCell } from './UserCell';

type Cell = Column<Profile>['cell'];

interface UserColumnsArgs {
  shown: readonly OptionalColumn[];
  /** The users on this page whose logins are blocked from some address. */
  loginBlocked: readonly string[];
  /** The users on this page who asked to be erased. */
  erasureRequested: readonly string[];
  /** What the details page needs to find back. */
  state: { usersSearch: string };
}

/** The columns of the list; all of them sort. */
export const useUserColumns = ({
  shown,
  loginBlocked,
  erasureRequested,
  state,
}: UserColumnsArgs) => {
  const t = useTranslate();
  const { formatNumber } = useIntl();
  const connectionLabel = useConnectionLabel();

  return React.useMemo<Column<Profile>[]>(() => {
    const cells: Record<OptionalColumn, Cell> = {
      email: (user) => user.email ?? '–',
      username: (user) => user.username ?? '–',
      connection: (user) =>
        user.identities.map(({ connection }) => connectionLabel(connection)).join(', ') || '–',
      logins_count: (user) => formatNumber(user.logins_count ?? 0),
      last_login: (user) => <RelativeTime date={user.last_login} fallback={t('users.never')} />,
      blocked: (user) => <UserStatus user={user} />,
      created_at: (user) => <RelativeTime date={user.created_at} />,
    };

    return [
      {
        name: 'name',
        label: t('users.column.user'),
        sortable: true,
        cell: (user) => (
          <UserCell
            user={user}
            state={state}
            badge={
              <>
                {erasureRequested.includes(user.documentId) ? <ErasureRequestedBadge /> : null}
                {loginBlocked.includes(user.documentId) ? <LoginBlockedBadge /> : null}
              </>
            }
          />
        ),
      },
      ...shown.map((name) => ({
        name,
        label: t(COLUMN_LABELS[name]),
        sortable: true,
        cell: cells[name],
      })),
    ];
  }, [connectionLabel, erasureRequested, formatNumber, loginBlocked, shown, state, t]);
};
