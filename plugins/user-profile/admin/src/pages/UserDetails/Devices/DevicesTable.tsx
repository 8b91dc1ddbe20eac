import * as React from 'react';

import { useIntl } from 'react-intl';

import type { Device } from '../../../../../shared/contracts/devices';
import { type Column, DataTable } from '../../../components/DataTable/DataTable';
import { RelativeTime } from '../../../components/RelativeTime/RelativeTime';
import { TwoLines } from '../../../components/TwoLines';
import { useFormatPlace } from '../../../hooks/useFormatPlace';
import { useTranslate } from '../../../hooks/useTranslate';

interface DevicesTableProps {
  devices: readonly Device[];
  isLoading: boolean;
  empty: React.ReactNode;
}

export const DevicesTable = ({ devices, isLoading, empty }: DevicesTableProps) => {
  const t = useTranslate();
  const { formatNumber } = useIntl();
  const formatPlace = useFormatPlace();

  const columns = React.useMemo<Column<Device>[]>(
    () => [
      {
        name: 'name',
        label: t('devices.column.device'),
        cell: ({ name, type }) => <TwoLines first={name} second={type} />,
      },
      {
        name: 'application',
        label: t('devices.column.application'),
        cell: ({ application }) => application ?? '–',
      },
      {
        name: 'refresh_tokens',
        label: t('devices.column.tokens'),
        cell: ({ refresh_tokens: tokens }) => formatNumber(tokens),
      },
      {
        name: 'first_seen',
        label: t('devices.column.firstSeen'),
        cell: ({ first_seen: date }) => <RelativeTime date={date} />,
      },
      {
        name: 'last_seen',
        label: t('devices.column.lastSeen'),
        cell: ({ last_seen: date }) => <RelativeTime date={date} />,
      },
      {
        name: 'last_ip',
        label: t('devices.column.lastIp'),
        cell: ({ last_ip: ip, place }) => (
          <TwoLines first={ip ?? '–'} second={formatPlace(place) ?? t('devices.placeUnknown')} />
        ),
      },
    ],
    [formatNumber, formatPlace, t]
  );

  return (
    <DataTable
      columns={columns}
      rows={devices}
      rowId={({ device_id: id }) => id}
      isLoading={isLoading}
      empty={empty}
    />
  );
};
