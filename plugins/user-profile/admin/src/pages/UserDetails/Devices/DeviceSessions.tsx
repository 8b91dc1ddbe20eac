import { Button, Flex, Typography } from '@strapi/design-system';
import * as React from 'react';

import type { Device, DeviceSession } from '../../../../../shared/contracts/devices';
import { ErrorState, LoadingState } from '../../../components/States';
import { useAllowed } from '../../../hooks/useAllowed';
import { useTranslate } from '../../../hooks/useTranslate';
import { useFindDeviceSessionsQuery } from '../../../services/devices';
import { EndSessions } from './EndSessions';
import { SessionRow } from './SessionRow';

const PAGE_SIZE = 10;

interface DeviceSessionsProps {
  userId: string;
  device: Device;
}

/** The sessions of a device, below its row. A device may have thousands of them. */
export const DeviceSessions = ({ userId, device }: DeviceSessionsProps) => {
  const t = useTranslate();
  const allowed = useAllowed();
  const region = React.useRef<HTMLDivElement>(null);
  const [page, setPage] = React.useState(1);
  const [ending, setEnding] = React.useState<DeviceSession | 'all'>();
  const { currentData, error, isFetching, refetch } = useFindDeviceSessionsQuery(
    {
      params: { id: userId, deviceId: device.device_id },
      query: { pagination: { page, pageSize: PAGE_SIZE } },
    },
    { refetchOnMountOrArgChange: true }
  );
  const sessions = currentData?.data ?? [];
  const lastPage = Math.max(1, currentData?.meta.pagination.pageCount ?? page);

  React.useEffect(() => {
    // After the last session of the last page was ended.
    if (page > lastPage) {
      setPage(lastPage);
    }
  }, [lastPage, page]);

  const content = () => {
    if (error && !isFetching) {
      return <ErrorState error={error} onRetry={refetch} />;
    }

    if (!currentData) {
      return <LoadingState />;
    }

    return sessions.length > 0 ? (
      <Flex tag="ul" direction="column" alignItems="stretch" gap={2}>
        {sessions.map((session) => (
          <SessionRow
            key={session.session_id}
            session={session}
            onEnd={allowed.unlinkDevices ? () => setEnding(session) : undefined}
          />
        ))}
      </Flex>
    ) : (
      <Typography textColor="neutral600">{t('devices.sessions.empty')}</Typography>
    );
  };

  return (
    <Flex
      ref={region}
      role="region"
      aria-label={t('devices.sessions.label', { device: device.name })}
      aria-busy={isFetching}
      tabIndex={-1}
      direction="column"
      alignItems="stretch"
      gap={3}
      paddingTop={3}
      paddingBottom={3}
    >
      {content()}
      <Flex gap={2} wrap="wrap" justifyContent="space-between">
        {lastPage > 1 ? (
          <Flex tag="nav" aria-label={t('devices.sessions.pages')} gap={2}>
            <Button
              size="S"
              variant="tertiary"
              disabled={page <= 1}
              onClick={() => setPage(page - 1)}
            >
              {t('devices.sessions.previous')}
            </Button>
            <Button
              size="S"
              variant="tertiary"
              disabled={page >= lastPage}
              onClick={() => setPage(page + 1)}
            >
              {t('devices.sessions.next')}
            </Button>
          </Flex>
        ) : null}
        {allowed.unlinkDevices && sessions.length > 0 ? (
          <Button
            size="S"
            variant="danger-light"
            aria-label={t('devices.sessions.endAll.label', { device: device.name })}
            onClick={() => setEnding('all')}
          >
            {t('devices.sessions.endAll')}
          </Button>
        ) : null}
      </Flex>
      {ending ? (
        <EndSessions
          userId={userId}
          device={device}
          target={ending}
          onClose={() => setEnding(undefined)}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            region.current?.focus();
          }}
        />
      ) : null}
    </Flex>
  );
};
