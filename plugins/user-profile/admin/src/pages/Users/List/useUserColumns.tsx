import * as React from 'react';
import { useIntl } from 'react-intl';

import type { AccountField } from '../../../../../shared/contracts/account-fields';
import type { Invitation, Profile } from '../../../../../shared/contracts/users';
import { useFieldText } from '../../../components/AccountFields/useFieldText';
import { CellText } from '../../../components/CellText';
import type { Column } from '../../../components/DataTable/DataTable';
import { RelativeTime } from '../../../components/RelativeTime';
import { ShortList } from '../../../components/ShortList';
import { UserStatus } from '../../../components/UserStatus';
import { useConnectionLabel } from '../../../hooks/useConnectionLabel';
import { useTranslate } from '../../../hooks/useTranslate';
import { COLUMN_LABELS, type OptionalColumn } from '../../../utils/userColumns';
import { UserCell } from './UserCell';

type Cell = Column<Profile>['cell'];

/** Of numbers and dates, the largest is of interest. */
const DESCENDING_FIRST: ReadonlySet<OptionalColumn> = new Set([
  'logins_count',
  'last_login',
  'created_at',
]);

interface UserColumnsArgs {
  shown: readonly OptionalColumn[];
  fields: readonly AccountField[];
  /** The users on this page with a login block. */
  loginBlocked: readonly string[];
  /** The users on this page who requested deletion. */
  erasureRequested: readonly string[];
  /** The users on this page without an account. */
  accountMissing: readonly string[];
  /** By user, those on this page. */
  invitations: Readonly<Record<string, Invitation>>;
  /** Lets the details page link back to this page of the list. */
  state: { usersSearch: string };
}

export const useUserColumns = ({
  shown,
  fields,
  loginBlocked,
  erasureRequested,
  accountMissing,
  invitations,
  state,
}: UserColumnsArgs) => {
  const t = useTranslate();
  const { formatNumber } = useIntl();
  const connectionLabel = useConnectionLabel();
  const fieldText = useFieldText();

  return React.useMemo<Column<Profile>[]>(() => {
    const cells: Record<OptionalColumn, Cell> = {
      email: (user) => <CellText>{user.email ?? '–'}</CellText>,
      username: (user) => <CellText>{user.username ?? '–'}</CellText>,
      connection: (user) => (
        <ShortList
          values={user.identities.map(({ connection }) => connectionLabel(connection))}
          fallback="–"
        />
      ),
      role: (user) => <CellText>{user.role?.name ?? '–'}</CellText>,
      logins_count: (user) => formatNumber(user.logins_count ?? 0),
      last_login: (user) => <RelativeTime date={user.last_login} fallback={t('common.never')} />,
      blocked: (user) => (
        <UserStatus
          user={user}
          isAccountMissing={accountMissing.includes(user.documentId)}
          invitation={invitations[user.documentId] ?? null}
        />
      ),
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
            isErasureRequested={erasureRequested.includes(user.documentId)}
            isLoginBlocked={loginBlocked.includes(user.documentId)}
          />
        ),
      },
      ...shown.map((name) => ({
        name,
        label: t(COLUMN_LABELS[name]),
        sortable: true,
        isDescendingFirst: DESCENDING_FIRST.has(name),
        cell: cells[name],
      })),
      ...fields.map((field) => ({
        name: `account_fields.${field.name}`,
        label: field.name,
        cell: ({ account_fields: values = {} }: Profile) => (
          <CellText>{fieldText(field, values[field.name] ?? null)}</CellText>
        ),
      })),
    ];
  }, [
    accountMissing,
    connectionLabel,
    erasureRequested,
    fields,
    fieldText,
    formatNumber,
    invitations,
    loginBlocked,
    shown,
    state,
    t,
  ]);
};
