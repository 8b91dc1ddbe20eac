import { IconButton } from '@strapi/design-system';
import { Eye } from '@strapi/icons';
import * as React from 'react';
import { styled } from 'styled-components';

import type { FoundEvent } from '../../../../shared/contracts/event-log';
import { useConnectionLabel } from '../../hooks/useConnectionLabel';
import { useFormatDate } from '../../hooks/useFormatDate';
import { useFormatPlace } from '../../hooks/useFormatPlace';
import { useTranslate } from '../../hooks/useTranslate';
import type { EventFilters } from '../../utils/eventFilters';
import { type Column, DataTable } from '../DataTable/DataTable';
import { FilterButton } from '../Filters/FilterButton';
import { RelativeTime } from '../RelativeTime';
import { OPENS_ROW } from '../Shortcuts/keys';
import { TwoLines } from '../TwoLines';
import { EventCell } from './EventCell';
import { EventUser } from './EventUser';
import { recordButtonId } from './recordButtonId';
import { useEventText } from './useEventText';

/** Long values such as IPv6 addresses would push the last column out of view. An IPv4 address fits into a line. */
const Narrow = styled.div`
  min-width: 11.5rem;
  max-width: clamp(12rem, 10vw, 24rem);
  overflow-wrap: anywhere;
  white-space: normal;
`;

/** Leaves room for the seven columns of the Log, whatever they contain. */
const LOG_CELL_WIDTH = 'clamp(14rem, 10.5vw, 32rem)';

type OnNarrow = (changes: Partial<EventFilters>) => void;

const applicationOf = ({ client_name: name, client_id: id }: FoundEvent) => name ?? id;

interface ClientCellProps {
  event: FoundEvent;
  maxWidth?: string;
  onNarrow: OnNarrow;
}

/** The application, and the device below it. A click on one of them shows only its events. */
const ClientCell = ({ event, maxWidth, onNarrow }: ClientCellProps) => {
  const application = applicationOf(event);
  const { device_id: device, device_name: name } = event;
  const deviceText = name ?? device;

  return (
    <TwoLines
      first={
        application ? (
          <FilterButton value={application} onClick={() => onNarrow({ application })} />
        ) : (
          '–'
        )
      }
      second={
        device && deviceText ? (
          <FilterButton value={deviceText} onClick={() => onNarrow({ device })} />
        ) : (
          name
        )
      }
      maxWidth={maxWidth}
    />
  );
};

interface EventsTableProps {
  events: readonly FoundEvent[];
  /** Adds a column with the users, and shows IP address and place in one column. */
  showsUsers: boolean;
  isLoading: boolean;
  isPending: boolean;
  empty: React.ReactNode;
  onOpen: (logId: string) => void;
  /** Adds filters. */
  onNarrow: OnNarrow;
}

export const EventsTable = ({
  events,
  showsUsers,
  isLoading,
  isPending,
  empty,
  onOpen,
  onNarrow,
}: EventsTableProps) => {
  const t = useTranslate();
  const { nameOf } = useEventText();
  const formatDate = useFormatDate();
  const formatPlace = useFormatPlace();
  const connectionLabel = useConnectionLabel();

  const columns = React.useMemo<Column<FoundEvent>[]>(
    () => [
      {
        name: 'event',
        label: t('history.column.event'),
        cell: (event) => <EventCell event={event} />,
      },
      {
        name: 'when',
        label: t('history.column.when'),
        cell: ({ date }) => (
          <TwoLines first={<RelativeTime date={date} />} second={formatDate(date)} />
        ),
      },
      ...(showsUsers
        ? [
            {
              name: 'user',
              label: t('log.column.user'),
              cell: (event: FoundEvent) => <EventUser event={event} maxWidth={LOG_CELL_WIDTH} />,
            },
          ]
        : []),
      {
        name: 'application',
        label: t('history.column.application'),
        cell: (event) => (
          <ClientCell
            event={event}
            maxWidth={showsUsers ? LOG_CELL_WIDTH : undefined}
            // The index of the user leads to the events of a device.
            onNarrow={(changes) =>
              onNarrow(
                showsUsers && changes.device ? { ...changes, user: event.user_id ?? '' } : changes
              )
            }
          />
        ),
      },
      {
        name: 'connection',
        label: t('history.column.provider'),
        cell: ({ connection }) => <Narrow>{connection ? connectionLabel(connection) : '–'}</Narrow>,
      },
      {
        name: 'ip',
        label: t('history.column.ip'),
        cell: ({ ip, location_info: place }) => {
          const value = ip ? <FilterButton value={ip} onClick={() => onNarrow({ ip })} /> : '–';

          return showsUsers ? (
            <TwoLines first={value} second={formatPlace(place)} maxWidth={LOG_CELL_WIDTH} />
          ) : (
            <Narrow>{value}</Narrow>
          );
        },
      },
      ...(showsUsers
        ? []
        : [
            {
              name: 'place',
              label: t('history.column.from'),
              cell: ({ location_info: place }: FoundEvent) => (
                <Narrow>{formatPlace(place) ?? '–'}</Narrow>
              ),
            },
          ]),
      {
        name: 'open',
        label: t('history.column.record'),
        cell: (event) => (
          <IconButton
            id={recordButtonId(event.log_id)}
            {...OPENS_ROW}
            variant="ghost"
            label={t('history.open', { event: nameOf(event) })}
            onClick={() => onOpen(event.log_id)}
          >
            <Eye />
          </IconButton>
        ),
      },
    ],
    [connectionLabel, formatDate, formatPlace, nameOf, onNarrow, onOpen, showsUsers, t]
  );

  return (
    <DataTable
      columns={columns}
      rows={events}
      rowId={({ log_id: id }) => id}
      isLoading={isLoading}
      isPending={isPending}
      empty={empty}
      onRowClick={({ log_id: id }) => onOpen(id)}
    />
  );
};
