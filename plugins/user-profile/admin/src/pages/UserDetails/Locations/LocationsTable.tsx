import { Button, Flex, IconButton, Link as DsLink, Typography } from '@strapi/design-system';
import { Pin } from '@strapi/icons';
import * as React from 'react';
import { useIntl } from 'react-intl';
import { Link, useLocation } from 'react-router-dom';

import type { LoginLocation } from '../../../../../shared/contracts/locations';
import { CellText } from '../../../components/CellText';
import { type Column, DataTable } from '../../../components/DataTable/DataTable';
import { RelativeTime } from '../../../components/RelativeTime';
import { useTranslate } from '../../../hooks/useTranslate';
import { locationKey } from './locationKey';
import { useLocationText } from './useLocationText';

const STEP = 50;

/** Logins without a place have a row as well, so the table covers all logins. */
interface Row {
  id: string;
  logins: number;
  location: LoginLocation | undefined;
}

interface LocationsTableProps {
  locations: readonly LoginLocation[];
  unknown: number;
  focused: string | undefined;
  /** Shows the place on the map. */
  onFocus: (location: LoginLocation) => void;
  /** Limits the table to the place. */
  onPick: (location: LoginLocation) => void;
  historyOf: (location: LoginLocation) => string | undefined;
}

const rowsOf = (locations: readonly LoginLocation[], unknown: number): Row[] => [
  ...locations.map((location) => ({
    id: locationKey(location),
    logins: location.logins,
    location,
  })),
  ...(unknown > 0 ? [{ id: 'unknown', logins: unknown, location: undefined }] : []),
];

const useColumns = ({
  focused,
  onFocus,
  historyOf,
}: Pick<LocationsTableProps, 'focused' | 'onFocus' | 'historyOf'>): Column<Row>[] => {
  const t = useTranslate();
  const { formatNumber } = useIntl();
  const { nameOf } = useLocationText();
  // The search of the list of users, for the link back to it.
  const { state } = useLocation();

  return [
    {
      name: 'place',
      label: t('locations.column.place'),
      cell: ({ location }) =>
        location ? (
          <CellText maxWidth="40rem">{nameOf(location)}</CellText>
        ) : (
          <Typography textColor="neutral600">{t('locations.unknownPlace')}</Typography>
        ),
    },
    {
      name: 'logins',
      label: t('locations.column.logins'),
      cell: ({ logins }) => formatNumber(logins),
    },
    {
      name: 'first',
      label: t('locations.column.first'),
      cell: ({ location }) => <RelativeTime date={location?.first_login} />,
    },
    {
      name: 'last',
      label: t('locations.column.last'),
      cell: ({ location }) => <RelativeTime date={location?.last_login} />,
    },
    {
      name: 'history',
      label: t('locations.column.history'),
      cell: ({ location }) => {
        const path = location && historyOf(location);

        return path ? (
          <DsLink
            tag={Link}
            to={path}
            state={state}
            aria-label={t('locations.history.label', { place: nameOf(location) })}
          >
            {t('locations.history')}
          </DsLink>
        ) : null;
      },
    },
    {
      name: 'show',
      label: t('locations.column.map'),
      cell: ({ id, location }) =>
        location ? (
          <IconButton
            variant="ghost"
            label={t('locations.show', { place: nameOf(location) })}
            aria-pressed={id === focused}
            onClick={() => onFocus(location)}
          >
            <Pin />
          </IconButton>
        ) : null,
    },
  ];
};

export const LocationsTable = ({
  locations,
  unknown,
  focused,
  onFocus,
  onPick,
  historyOf,
}: LocationsTableProps) => {
  const t = useTranslate();
  const columns = useColumns({ focused, onFocus, historyOf });
  const [limit, setLimit] = React.useState(STEP);
  const rows = React.useMemo(() => rowsOf(locations, unknown), [locations, unknown]);

  return (
    <>
      <DataTable
        columns={columns}
        rows={rows.slice(0, limit)}
        rowId={({ id }) => id}
        empty={null}
        onRowClick={({ location }) => location && onPick(location)}
        isRowActive={({ id }) => id === focused}
      />
      {rows.length > limit ? (
        <Flex justifyContent="center">
          <Button variant="tertiary" onClick={() => setLimit((current) => current + STEP)}>
            {t('locations.showMore')}
          </Button>
        </Flex>
      ) : null}
    </>
  );
};
