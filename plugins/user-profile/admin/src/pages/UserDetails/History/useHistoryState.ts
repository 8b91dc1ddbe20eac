import type { EventType } from '../../../../../shared/event-types';
import { useRange } from '../../../hooks/useRange';
import { useUrlState } from '../../../hooks/useUrlState';
import { DEFAULT_RANGE, rangeParams, type TimeRange } from '../../../utils/range';
import { parseTypes } from './eventGroups';

/** The first page has none. */
type Cursor = string | null;

/** The pages that were passed on the way to this one; none where a link led here. */
const trailOf = (state: unknown): Cursor[] =>
  Array.isArray(state)
    ? state.filter((cursor) => cursor === null || typeof cursor === 'string')
    : [];

/** Another filter has other pages, and its first one is the one to begin with. */
const FIRST_PAGE = { cursor: null, record: null };

/** What of the history is shown, all of it in the URL: filters, page and the record that is open. */
export const useHistoryState = () => {
  const { params, state, change } = useUrlState();
  const { range, bounds } = useRange(params);
  const types = parseTypes(params.getAll('type'));
  const cursor: Cursor = params.get('cursor');
  const trail = cursor === null ? [] : trailOf(state.cursors);

  return {
    range,
    bounds,
    types,
    cursor,
    record: params.get('record') ?? undefined,
    isFiltered: types.length > 0 || range.preset !== DEFAULT_RANGE.preset,
    setRange: (next: TimeRange) => change({ ...rangeParams(next), ...FIRST_PAGE }),
    setTypes: (next: readonly EventType[]) => change({ type: next, ...FIRST_PAGE }),
    clear: () => change({ ...rangeParams(DEFAULT_RANGE), type: null, ...FIRST_PAGE }),
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

export type HistoryState = ReturnType<typeof useHistoryState>;
