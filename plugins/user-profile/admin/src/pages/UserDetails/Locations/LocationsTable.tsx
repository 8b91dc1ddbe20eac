import * as React from 'react';

import { Button, Flex, IconButton } from '@strapi/design-system';
import { Pin } from '@strapi/icons';
import { useIntl } from 'react-intl';

import type { LoginLocation } from '../../../../../shared/contracts/locations';
import { type Column, DataTable } from '../../../components/DataTable/DataTable';
import { RelativeTime } from '../../../components/RelativeTime/RelativeTime';
import { useTranslate } from '../../../hooks/useTranslate';

import { locationKey } from './locationKey';
import { useLocationText } from './useLocationText';

const STEP = 50;

interface LocationsTableProps {
  locations: readonly LoginLocation[];
  focused: string | undefined;
  onFocus: (location: LoginLocation) => void;
}

export const LocationsTable = ({ locations, focused, onFocus }: LocationsTableProps) => {
  const t = useTranslate();
  const { formatNumber } = useIntl();
  const { nameOf } = useLocationText();
  const [limit, setLimit] = React.useState(STEP);

  const columns = React.useMemo<Column<LoginLocation>[]>(
    () => [
      { name: 'place', label: t('locations.column.place'), cell: nameOf },
      {
        name: 'logins',
        label: t('locations.column.logins'),
        cell: ({ logins }) => formatNumber(logins),
      },
      {
        name: 'first',
        label: t('locations.column.first'),
        cell: ({ first_login: date }) => <RelativeTime date={date} />,
      },
      {
        name: 'last',
        label: t('locations.column.last'),
        cell: ({ last_login: date }) => <RelativeTime date={date} />,
      },
      {
        name: 'show',
        label: t('locations.column.map'),
        cell: (location) => (
          <IconButton
            variant="ghost"
            label={t('locations.show', { place: nameOf(location) })}
            onClick={() => onFocus(location)}
          >
            <Pin />
          </IconButton>
        ),
      },
    ],
    [formatNumber, nameOf, onFocus, t]
  );

  return (
    <>
      <DataTable
        columns={columns}
        rows={locations.slice(0, limit)}
        rowId={locationKey}
        empty={null}
        onRowClick={onFocus}
        isRowActive={(location) => locationKey(location) === focused}
      />
      {locations.length > limit ? (
        <Flex justifyContent="center">
          <Button variant="tertiary" onClick={() => setLimit((current) => current + STEP)}>
            {t('locations.showMore')}
          </Button>
        </Flex>
      ) : null}
    </>
  );
};
