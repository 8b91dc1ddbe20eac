import { Flex, Typography } from '@strapi/design-system';
import * as React from 'react';

import type { LogEvent } from '../../../../shared/contracts/events';
import { useAnnounceResult } from '../../hooks/useAnnounceResult';
import type { EventListState } from '../../hooks/useEventListState';
import { useEventPage } from '../../hooks/useEventPage';
import { useFormatDate } from '../../hooks/useFormatDate';
import { useTranslate } from '../../hooks/useTranslate';
import type { EventSelection } from '../../services/events';
import { lazyPart, preload } from '../../utils/lazyPart';
import { isBackwards } from '../../utils/range';
import { PlaceAttribution } from '../PlaceAttribution';
import { ErrorState } from '../States';
import { EventPages } from './EventPages';
import { EventsTable } from './EventsTable';
import { NewEvents } from './NewEvents';
import { useRecord } from './useRecord';

const RecordModal = lazyPart('event-details', () =>
  import('./RecordModal').then((module) => module.RecordModal)
);

const preloadDetails = () => preload('event-details');

interface EventListProps {
  label: string;
  /** Without the page, which the state names. */
  request: EventSelection;
  state: Pick<
    EventListState,
    | 'bounds'
    | 'cursor'
    | 'record'
    | 'openRecord'
    | 'closeRecord'
    | 'narrow'
    | 'showOlder'
    | 'showNewer'
    | 'showNewest'
  >;
  empty: React.ReactNode;
  /** Shown in the details of an event. */
  action?: (event: LogEvent) => React.ReactNode;
}

/** One page of events, and the details of the one that is open. */
export const EventList = ({ label, request, state, empty, action }: EventListProps) => {
  const t = useTranslate();
  const formatDate = useFormatDate();
  const region = React.useRef<HTMLDivElement>(null);
  const { bounds, cursor, record } = state;
  const { currentData, data, error, isFetching, refetch } = useEventPage(request, state);
  const isInvalid = isBackwards(bounds);
  // Keeps the previous events until the next ones are loaded. A range that ends before it starts requests none.
  const shown = isInvalid ? undefined : (currentData ?? data);
  const events = shown?.data ?? [];
  const meta = shown?.meta;
  const next = meta?.pagination.nextCursor;
  const searchedTo = meta?.searched_to ?? null;
  const lookUp = useRecord(request.userId, record, currentData?.data);

  const countText =
    searchedTo === null
      ? t('history.count', { count: events.length, more: String(Boolean(next)) })
      : t('log.searchedTo', { count: events.length, date: formatDate(searchedTo) });

  useAnnounceResult({ request, cursor }, currentData && countText);

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
      aria-label={label}
      tabIndex={-1}
      onPointerEnter={preloadDetails}
      onFocus={preloadDetails}
      direction="column"
      alignItems="stretch"
      gap={4}
    >
      {currentData && cursor === null && bounds.to === undefined ? (
        <NewEvents
          request={request}
          newest={currentData.meta.newest}
          onShow={() => {
            void refetch();
            region.current?.focus();
          }}
        />
      ) : null}
      {isInvalid || (searchedTo !== null && events.length === 0) ? null : (
        <EventsTable
          events={events}
          showsUsers={request.userId === undefined}
          isLoading={!shown}
          isPending={isFetching && !currentData}
          empty={empty}
          onOpen={state.openRecord}
          onNarrow={state.narrow}
        />
      )}
      {shown ? (
        <>
          <Typography variant="pi" textColor="neutral600" textAlign="center">
            {countText}
          </Typography>
          <EventPages
            olderLabel={t(searchedTo === null ? 'history.older' : 'log.searchOlder')}
            onNewest={turning(state.showNewest)}
            onNewer={turning(state.showNewer)}
            onOlder={turning(next ? () => state.showOlder(next) : undefined)}
          />
        </>
      ) : null}
      {events.length > 0 ? <PlaceAttribution /> : null}
      {record === undefined || lookUp.isLoading ? null : (
        <RecordModal
          logId={record}
          event={lookUp.event}
          error={lookUp.error}
          onRetry={lookUp.refetch}
          action={action}
          region={region}
          onClose={state.closeRecord}
        />
      )}
    </Flex>
  );
};
