import { FRESH_SECONDS } from '../services/api';
import { type EventSelection, type EventsRequest, useFindEventsQuery } from '../services/events';
import { EVENTS_PAGE_SIZE } from '../services/firstEvents';
import { isBackwards } from '../utils/range';
import type { EventListState } from './useEventListState';

type PageState = Pick<EventListState, 'bounds' | 'cursor'>;

const pageOf = ({ userId, query }: EventSelection, { cursor }: PageState) =>
  // TypeScript tells the variants apart by the user only.
  ({
    userId,
    query: { ...query, pagination: { pageSize: EVENTS_PAGE_SIZE, cursor: cursor ?? undefined } },
  }) as EventsRequest;

/** One page of the events that match. */
export const useEventPage = (selection: EventSelection, state: PageState) =>
  useFindEventsQuery(pageOf(selection, state), {
    refetchOnMountOrArgChange: FRESH_SECONDS,
    skip: isBackwards(state.bounds),
  });

/** The name of the device that the events are filtered by, from the page, whose request is shared. */
export const useDeviceName = (
  selection: EventSelection,
  state: PageState & Pick<EventListState, 'filters'>
): string | null => {
  const { device } = state.filters;
  const { name } = useFindEventsQuery(pageOf(selection, state), {
    skip: device === '' || isBackwards(state.bounds),
    selectFromResult: ({ currentData }) => ({
      name: currentData?.data.find((event) => event.device_id === device)?.device_name ?? null,
    }),
  });

  return name;
};
