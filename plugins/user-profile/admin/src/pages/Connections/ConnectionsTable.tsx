import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { ArrowClockwise } from '@strapi/icons';
import * as React from 'react';
import { useNavigate } from 'react-router-dom';

import type { Connection } from '../../../../shared/contracts/connections';
import { CELL_WIDTH } from '../../components/CellText';
import { type Column, DataTable } from '../../components/DataTable/DataTable';
import { NameLink } from '../../components/NameLink';
import { RelativeTime } from '../../components/RelativeTime';
import { EmptyState } from '../../components/States';
import { useTranslate } from '../../hooks/useTranslate';
import { connectionPath } from '../../utils/paths';
import { ConnectionsSearch } from './ConnectionsSearch';
import { ConnectionState } from './ConnectionState';
import { SettingsLink } from './SettingsLink';
import { useConnectionsView } from './useConnectionsView';
import { UsersLink } from './UsersLink';
import { useStrategyText } from './useStrategyText';

/** While they are loading. A new list in each render would be filtered each time. */
const NO_CONNECTIONS: readonly Connection[] = [];

interface ConnectionsTableProps {
  /** Undefined while loading. */
  connections: readonly Connection[] | undefined;
  onRefresh: () => void;
}

export const ConnectionsTable = ({ connections, onRefresh }: ConnectionsTableProps) => {
  const t = useTranslate();
  const navigate = useNavigate();
  const { nameOf } = useStrategyText();

  const { search, setSearch, shown } = useConnectionsView(connections ?? NO_CONNECTIONS);

  const columns = React.useMemo<Column<Connection>[]>(
    () => [
      {
        name: 'name',
        label: t('connections.column.name'),
        sortable: true,
        cell: ({ name, display_name: displayName }) => (
          <Box maxWidth={CELL_WIDTH}>
            <NameLink name={displayName} to={connectionPath(name)} />
          </Box>
        ),
      },
      {
        name: 'strategy',
        label: t('connections.column.strategy'),
        sortable: true,
        cell: ({ strategy }) => nameOf(strategy),
      },
      {
        name: 'enabled',
        label: t('connections.column.status'),
        sortable: true,
        cell: (connection) => <ConnectionState connection={connection} />,
      },
      {
        name: 'users',
        label: t('connections.column.users'),
        sortable: true,
        cell: (connection) => <UsersLink connection={connection} />,
      },
      {
        name: 'last_login',
        label: t('connections.column.latestLogin'),
        sortable: true,
        cell: ({ last_login: date }) => <RelativeTime date={date} fallback={t('common.never')} />,
      },
      {
        name: 'settings',
        label: t('connections.column.settings'),
        sortable: true,
        cell: (connection) => <SettingsLink connection={connection} />,
      },
    ],
    [nameOf, t]
  );

  if (connections?.length === 0) {
    return (
      <EmptyState
        content={t('connections.empty')}
        action={
          <Button variant="tertiary" startIcon={<ArrowClockwise />} onClick={onRefresh}>
            {t('common.refresh')}
          </Button>
        }
      />
    );
  }

  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Flex gap={4} wrap="wrap">
        <ConnectionsSearch search={search} onSearch={setSearch} />
        <Typography role="status" variant="pi" textColor="neutral600">
          {connections && search
            ? t('connections.found', { shown: shown.length, total: connections.length })
            : null}
        </Typography>
      </Flex>
      <DataTable
        columns={columns}
        rows={shown}
        rowId={({ name }) => name}
        isLoading={!connections}
        empty={
          <EmptyState
            content={t('connections.noMatch', { search })}
            action={
              <Button variant="tertiary" onClick={() => setSearch('')}>
                {t('users.search.clear')}
              </Button>
            }
          />
        }
        onRowClick={({ name }) => navigate(connectionPath(name))}
      />
    </Flex>
  );
};
