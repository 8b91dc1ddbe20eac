import { Box, Button, Typography } from '@strapi/design-system';
import { ArrowClockwise } from '@strapi/icons';
import * as React from 'react';
import { Link, useNavigate } from 'react-router-dom';
import { styled } from 'styled-components';

import type { Connection } from '../../../../shared/contracts/connections';
import { type Column, DataTable } from '../../components/DataTable/DataTable';
import { RelativeTime } from '../../components/RelativeTime';
import { EmptyState } from '../../components/States';
import { useTranslate } from '../../hooks/useTranslate';
import { connectionPath } from '../../utils/paths';
import { ConnectionState } from './ConnectionState';
import { SettingsLink } from './SettingsLink';
import { UsersLink } from './UsersLink';
import { useStrategyText } from './useStrategyText';

const NameLink = styled(Link)`
  color: inherit;
  text-decoration: none;

  &:hover,
  &:focus-visible {
    text-decoration: underline;
  }
`;

interface ConnectionsTableProps {
  /** Undefined while loading. */
  connections: readonly Connection[] | undefined;
  onRefresh: () => void;
}

export const ConnectionsTable = ({ connections, onRefresh }: ConnectionsTableProps) => {
  const t = useTranslate();
  const navigate = useNavigate();
  const { nameOf } = useStrategyText();

  const columns = React.useMemo<Column<Connection>[]>(
    () => [
      {
        name: 'name',
        label: t('connections.column.name'),
        cell: ({ name, display_name: displayName }) => (
          <Box maxWidth="32rem">
            <Typography tag="div" ellipsis textColor="neutral800" fontWeight="semiBold">
              <NameLink to={connectionPath(name)} title={displayName}>
                {displayName}
              </NameLink>
            </Typography>
          </Box>
        ),
      },
      {
        name: 'strategy',
        label: t('connections.column.strategy'),
        cell: ({ strategy }) => nameOf(strategy),
      },
      {
        name: 'enabled',
        label: t('connections.column.status'),
        cell: (connection) => <ConnectionState connection={connection} />,
      },
      {
        name: 'users',
        label: t('connections.column.users'),
        cell: (connection) => <UsersLink connection={connection} />,
      },
      {
        name: 'last_login',
        label: t('connections.column.latestLogin'),
        cell: ({ last_login: date }) => <RelativeTime date={date} fallback={t('common.never')} />,
      },
      {
        name: 'settings',
        label: t('connections.column.settings'),
        cell: (connection) => <SettingsLink connection={connection} />,
      },
    ],
    [nameOf, t]
  );

  return (
    <DataTable
      columns={columns}
      rows={connections ?? []}
      rowId={({ name }) => name}
      isLoading={!connections}
      empty={
        <EmptyState
          content={t('connections.empty')}
          action={
            <Button variant="tertiary" startIcon={<ArrowClockwise />} onClick={onRefresh}>
              {t('common.refresh')}
            </Button>
          }
        />
      }
      onRowClick={({ name }) => navigate(connectionPath(name))}
    />
  );
};
