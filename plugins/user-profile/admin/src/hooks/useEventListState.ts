import * as React from 'react';

import type { SearchLog } from '../../../shared/contracts/event-log';
import type { EventType } from '../../../shared/event-types';
import {
  activeEventFilters,
  cleanText,
  eventFilterParams,
  type EventFilters,
  MAX_TEXT,
  NO_EVENT_FILTERS,
  parseEventFilters,
  toEventApiFilters,
} from '../utils/eventFilters';
import { parseTypes } from '../utils/eventGroups';
import { dateFilter, DEFAULT_RANGE, rangeParams, type TimeRange } from '../utils/range';
import { useRange } from './useRange';
import { useUrlState } from './useUrlState';

/** Null on the first page. */
type Cursor = string | null;

/** The cursors of the previous pages; empty if a link opened this page. */
const trailOf = (state: unknown): Cursor[] =>
  Array.isArray(state)
    ? state.filter((cursor) => cursor === null || typeof cursor === 'string')
    : [];

/** A changed filter starts again at the first page. */
const FIRST_PAGE = { cursor: null, record: null };

/** The filter by type, as the API takes it. */
const typeFilter = (types: readonly EventType[]) =>
  types.length > 0 ? { type: { $in: [...types] } } : {};

/**
 * The state of a list of events, which is stored in the URL: search, filters, page and the open event.
 *
 * @param ofAllUsers whether the list can be filtered by user
 */
export const useEventListState = (ofAllUsers: boolean) => {
  const { params, state, change } = useUrlState();
  const { range, bounds } = useRange(params);
  const types = parseTypes(params.getAll('type'));
  const cursor: Cursor = params.get('cursor');
  const text = cleanText(params.get('q'), MAX_TEXT);
  const filters = React.useMemo(() => {
    const parsed = parseEventFilters(params);

    return ofAllUsers ? parsed : { ...parsed, user: '' };
  }, [ofAllUsers, params]);
  const isNarrowed = text !== '' || types.length > 0 || activeEventFilters(filters).length > 0;
  const setFilters = (next: EventFilters) => change({ ...eventFilterParams(next), ...FIRST_PAGE });
  const trail = cursor === null ? [] : trailOf(state.cursors);

  return {
    range,
    bounds,
    types,
    filters,
    text,
    search: {
      _q: text || undefined,
      filters: { ...dateFilter(bounds), ...typeFilter(types), ...toEventApiFilters(filters) },
    } satisfies SearchLog.Request['query'],
    cursor,
    record: params.get('record') ?? undefined,
    /** Whether anything but the time range limits the events. */
    isNarrowed,
    isFiltered: isNarrowed || range.preset !== DEFAULT_RANGE.preset,
    setRange: (next: TimeRange) => change({ ...rangeParams(next), ...FIRST_PAGE }),
    setTypes: (next: readonly EventType[]) => change({ type: next, ...FIRST_PAGE }),
    setText: (next: string) => change({ q: cleanText(next, MAX_TEXT) || null, ...FIRST_PAGE }),
    setFilters,
    narrow: (changes: Partial<EventFilters>) => setFilters({ ...filters, ...changes }),
    clear: () =>
      change({
        ...rangeParams(DEFAULT_RANGE),
        ...eventFilterParams(NO_EVENT_FILTERS),
        type: null,
        q: null,
        ...FIRST_PAGE,
      }),
    openRecord: (logId: string) => change({ record: logId }),
    closeRecord: () => change({ record: null }),
    showOlder: (next: string) =>
      change(
        { cursor: next, record: null },
        { push: true, state: { cursors: [...trail, cursor] } }
      ),
    showNewer:
      trail.length > 0
        ? () =>
            change(
              { cursor: trail[trail.length - 1], record: null },
              { push: true, state: { cursors: trail.slice(0, -1) } }
            )
        : undefined,
    showNewest: cursor === null ? undefined : () => change(FIRST_PAGE, { push: true }),
  };
};

export type EventListState = ReturnType<typeof useEventListState>;
