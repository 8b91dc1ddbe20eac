import * as React from 'react';

import type { LogEvent } from '../../../../shared/contracts/events';
import { type EventsRequest, useFindEventsQuery } from '../../services/events';
import type { ApiError } from '../../utils/errors';
import { dateOfLogId } from '../../utils/eventGroups';
import { type Bounds, dateFilter } from '../../utils/range';

/** More events than can share one millisecond. */
const PAGE_SIZE = 100;

const NO_TIME: Bounds = { from: '' };

/** The millisecond in which the event was logged. */
const boundsOfLogId = (logId: string | undefined): Bounds | undefined => {
  const date = logId === undefined ? undefined : dateOfLogId(logId);

  return date && { from: date.toISOString(), to: new Date(date.getTime() + 1).toISOString() };
};

interface RecordLookUp {
  event: LogEvent | undefined;
  isLoading: boolean;
  /** Why the look-up failed. */
  error: ApiError | undefined;
  refetch: () => void;
}

/**
 * The event that the URL names. A link may name an event that newer ones have moved to another page.
 *
 * @param userId undefined for the events of all users
 * @param events of the page; undefined while loading
 */
export const useRecord = (
  userId: string | undefined,
  logId: string | undefined,
  events: readonly LogEvent[] | undefined
): RecordLookUp => {
  const onPage = events?.find(({ log_id: id }) => id === logId);
  const bounds = React.useMemo(() => boundsOfLogId(logId), [logId]);
  const isMissing = bounds !== undefined && events !== undefined && !onPage;
  const { currentData, error, isFetching, refetch } = useFindEventsQuery(
    {
      userId,
      query: { pagination: { pageSize: PAGE_SIZE }, filters: dateFilter(bounds ?? NO_TIME) },
    } as EventsRequest,
    { skip: !isMissing }
  );

  return {
    event: onPage ?? currentData?.data.find(({ log_id: id }) => id === logId),
    isLoading: events === undefined || (isMissing && isFetching),
    error: isMissing ? error : undefined,
    refetch,
  };
};
