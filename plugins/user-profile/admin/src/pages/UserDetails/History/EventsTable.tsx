import { IconButton } from '@strapi/design-system';
import { Eye } from '@strapi/icons';
import * as React from 'react';
import { styled } from 'styled-components';

import type { LogEvent } from '../../../../../shared/contracts/events';
import { type Column, DataTable } from '../../../components/DataTable/DataTable';
import { RelativeTime } from '../../../components/RelativeTime';
import { OPENS_ROW } from '../../../components/Shortcuts/keys';
import { TwoLines } from '../../../components/TwoLines';
import { useConnectionLabel } from '../../../hooks/useConnectionLabel';
import { useFormatDate } from '../../../hooks/useFormatDate';
import { useFormatPlace } from '../../../hooks/useFormatPlace';
import { useTranslate } from '../../../hooks/useTranslate';
import { EventCell } from './EventCell';
import { EventUser } from './EventUser';
import { recordButtonId } from './RecordModal';
import { useEventText } from './useEventText';

/** Long values such as IPv6 addresses would push the last column out of view. */
const Narrow = styled.div`
  max-width: 17rem;
  overflow-wrap: break-word;
  white-space: normal;
`;

interface EventsTableProps {
  events: readonly LogEvent[];
  /** Adds a column with the users, and shows IP address and place in one column. */
  showsUsers: boolean;
  isLoading: boolean;
  empty: React.ReactNode;
  onOpen: (logId: string) => void;
}

export const EventsTable = ({ events, showsUsers, isLoading, empty, onOpen }: EventsTableProps) => {
  const t = useTranslate();
  const { nameOf } = useEventText();
  const formatDate = useFormatDate();
  const formatPlace = useFormatPlace();
  const connectionLabel = useConnectionLabel();

  const columns = React.useMemo<Column<LogEvent>[]>(
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
              cell: (event: LogEvent) => <EventUser event={event} />,
            },
          ]
        : []),
      {
        name: 'application',
        label: t('history.column.application'),
        cell: (event) => <Narrow>{event.client_name ?? event.client_id ?? '–'}</Narrow>,
      },
      {
        name: 'connection',
        label: t('history.column.provider'),
        cell: ({ connection }) => <Narrow>{connection ? connectionLabel(connection) : '–'}</Narrow>,
      },
      {
        name: 'ip',
        label: t('history.column.ip'),
        cell: ({ ip, location_info: place }) =>
          showsUsers ? (
            <TwoLines first={ip ?? '–'} second={formatPlace(place)} />
          ) : (
            <Narrow>{ip ?? '–'}</Narrow>
          ),
      },
      ...(showsUsers
        ? []
        : [
            {
              name: 'place',
              label: t('history.column.from'),
              cell: ({ location_info: place }: LogEvent) => (
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
    [connectionLabel, formatDate, formatPlace, nameOf, onOpen, showsUsers, t]
  );

  return (
    <DataTable
      columns={columns}
      rows={events}
      rowId={({ log_id: id }) => id}
      isLoading={isLoading}
      empty={empty}
      onRowClick={({ log_id: id }) => onOpen(id)}
    />
  );
};
