import { boundsOf, dateFilter, DEFAULT_RANGE } from '../utils/range';
import type { EventsRequest } from './events';

/** The events that one page shows. */
export const EVENTS_PAGE_SIZE = 25;

/** The request of the first page of a history, or of the Log, that is opened without filters. */
export const firstEvents = (userId?: string): EventsRequest =>
  // TypeScript tells the variants apart by the user only.
  ({
    userId,
    query: {
      filters: dateFilter(boundsOf(DEFAULT_RANGE, new Date())),
      pagination: { pageSize: EVENTS_PAGE_SIZE },
    },
  }) as EventsRequest;
