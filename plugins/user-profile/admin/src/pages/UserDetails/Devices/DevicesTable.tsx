import { Box, Button } from '@strapi/design-system';
import { CaretDown, CaretUp } from '@strapi/icons';
import * as React from 'react';
import { useIntl } from 'react-intl';

import type { Device } from '../../../../../shared/contracts/devices';
import { CellText } from '../../../components/CellText';
import { type Column, DataTable } from '../../../components/DataTable/DataTable';
import { IpAddress } from '../../../components/IpAddress';
import { RelativeTime } from '../../../components/RelativeTime';
import { TwoLines } from '../../../components/TwoLines';
import { useFormatPlace } from '../../../hooks/useFormatPlace';
import { useTranslate } from '../../../hooks/useTranslate';
import { DeviceSessions } from './DeviceSessions';
import { unlinkButtonId } from './unlinkTarget';
import { useDeviceTypeName } from './useDeviceTypeName';

interface DevicesTableProps {
  userId: string;
  devices: readonly Device[];
  isLoading: boolean;
  isPending: boolean;
  empty: React.ReactNode;
  /** False in legacy mode, which has no refresh tokens. */
  withTokens: boolean;
  /** Undefined if the role may not unlink devices. */
  onUnlink: ((device: Device) => void) | undefined;
}

interface ColumnsOptions extends Pick<DevicesTableProps, 'withTokens' | 'onUnlink'> {
  /** The device whose sessions are shown. */
  open: string | undefined;
  onToggle: (device: Device) => void;
}

const useColumns = ({ withTokens, onUnlink, open, onToggle }: ColumnsOptions): Column<Device>[] => {
  const t = useTranslate();
  const { formatNumber } = useIntl();
  const formatPlace = useFormatPlace();
  const typeName = useDeviceTypeName();

  return React.useMemo(() => {
    const tokens: Column<Device> = {
      name: 'refresh_tokens',
      label: t('devices.column.tokens'),
      hint: t('devices.column.tokens.hint'),
      cell: (device) => (
        <Button
          size="S"
          variant="ghost"
          endIcon={open === device.device_id ? <CaretUp aria-hidden /> : <CaretDown aria-hidden />}
          aria-label={t('devices.sessions.show', {
            device: device.name,
            count: device.refresh_tokens,
          })}
          aria-expanded={open === device.device_id}
          onClick={() => onToggle(device)}
        >
          {formatNumber(device.refresh_tokens)}
        </Button>
      ),
    };
    const unlink: Column<Device> = {
      name: 'unlink',
      label: t('devices.column.action'),
      cell: (device) => (
        <Button
          id={unlinkButtonId(device)}
          size="S"
          variant="danger-light"
          aria-label={t('devices.unlink.label', { device: device.name })}
          onClick={() => onUnlink?.(device)}
        >
          {t('devices.unlink')}
        </Button>
      ),
    };

    return [
      {
        name: 'name',
        label: t('devices.column.device'),
        cell: ({ name, type }) => (
          <Box maxWidth="18rem">
            <TwoLines first={name} second={typeName(type)} />
          </Box>
        ),
      },
      {
        name: 'application',
        label: t('devices.column.application'),
        cell: ({ application }) => <CellText>{application ?? '–'}</CellText>,
      },
      ...(withTokens ? [tokens] : []),
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
          <Box maxWidth="18rem">
            <TwoLines
              first={ip ? <IpAddress ip={ip} /> : '–'}
              second={formatPlace(place) ?? t('devices.placeUnknown')}
            />
          </Box>
        ),
      },
      ...(onUnlink ? [unlink] : []),
    ];
  }, [formatNumber, formatPlace, onToggle, onUnlink, open, t, typeName, withTokens]);
};

export const DevicesTable = ({
  userId,
  devices,
  isLoading,
  isPending,
  empty,
  withTokens,
  onUnlink,
}: DevicesTableProps) => {
  const [open, setOpen] = React.useState<string>();
  const toggle = React.useCallback(
    ({ device_id: id }: Device) => setOpen((current) => (current === id ? undefined : id)),
    []
  );

  return (
    <DataTable
      columns={useColumns({ withTokens, onUnlink, open, onToggle: toggle })}
      rows={devices}
      rowId={({ device_id: id }) => id}
      detailOf={(device) =>
        withTokens && device.device_id === open ? (
          <DeviceSessions userId={userId} device={device} />
        ) : null
      }
      isLoading={isLoading}
      isPending={isPending}
      empty={empty}
    />
  );
};
