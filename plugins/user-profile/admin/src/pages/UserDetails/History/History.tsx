import { Flex, Typography } from '@strapi/design-system';
import * as React from 'react';

import { PlaceAttribution } from '../../../components/PlaceAttribution';
import { ErrorState } from '../../../components/States';
import { useTranslate } from '../../../hooks/useTranslate';
import { useFindEventsQuery } from '../../../services/events';
import { dateFilter, isBackwards } from '../../../utils/range';
import { EventsTable } from './EventsTable';
import { HistoryPages } from './HistoryPages';
import { NoEvents } from './NoEvents';
import { RecordModal } from './RecordModal';
import type { HistoryState } from './useHistoryState';
import { useRecord } from './useRecord';

const PAGE_SIZE = 25;

interface HistoryProps {
  userId: string;
  state: HistoryState;
}

/** One page of events, and the details of the one that is open. */
export const History = ({ userId, state }: HistoryProps) => {
  const t = useTranslate();
  const region = React.useRef<HTMLDivElement>(null);
  const { bounds, types, cursor, record } = state;
  const { currentData, error, isFetching, refetch } = useFindEventsQuery(
    {
      params: { id: userId },
      query: {
        pagination: { pageSize: PAGE_SIZE, cursor: cursor ?? undefined },
        filters: {
          ...dateFilter(bounds),
          ...(types.length > 0 ? { type: { $in: types } } : {}),
        },
      },
    },
    { refetchOnMountOrArgChange: true, skip: isBackwards(bounds) }
  );
  const events = currentData?.data ?? [];
  const next = currentData?.meta.pagination.nextCursor;
  const { event, isLoading: isLookingUp } = useRecord(userId, record, currentData?.data);

  /** The other page may not have the button that was pressed, so the list gets the focus. */
  const turning = (turn: (() => void) | undefined) =>
    turn &&
    (() => {
      turn();
      region.current?.focus();
    });

  if (error && !isFetching) {
    return <ErrorState error={error} onRetry={refetch} />;
  }

  return (
    <Flex
      ref={region}
      role="region"
      aria-label={t('history.label')}
      aria-busy={isFetching}
      tabIndex={-1}
      direction="column"
      alignItems="stretch"
      gap={4}
    >
      {isBackwards(bounds) ? null : (
        <EventsTable
          events={events}
          isLoading={!currentData}
          empty={<NoEvents state={state} />}
          onOpen={state.openRecord}
        />
      )}
      {currentData ? (
        <Typography variant="pi" textColor="neutral600" textAlign="center" role="status">
          {t('history.count', { count: events.length, more: String(Boolean(next)) })}
        </Typography>
      ) : null}
      <HistoryPages
        onNewest={turning(state.showNewest)}
        onNewer={turning(state.showNewer)}
        onOlder={turning(next ? () => state.showOlder(next) : undefined)}
      />
      {events.length > 0 ? <PlaceAttribution /> : null}
      <RecordModal
        logId={isLookingUp ? undefined : record}
        event={event}
        region={region}
        onClose={state.closeRecord}
      />
    </Flex>
  );
};
