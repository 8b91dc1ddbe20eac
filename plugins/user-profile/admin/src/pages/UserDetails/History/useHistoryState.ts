import type { EventType } from '../../../../../shared/event-types';
import { useRange } from '../../../hooks/useRange';
import { useUrlState } from '../../../hooks/useUrlState';
import { DEFAULT_RANGE, rangeParams, type TimeRange } from '../../../utils/range';
import { parseTypes } from './eventGroups';

/** Null on the first page. */
type Cursor = string | null;

/** The cursors of the previous pages; empty if a link opened this page. */
const trailOf = (state: unknown): Cursor[] =>
  Array.isArray(state)
    ? state.filter((cursor) => cursor === null || typeof cursor === 'string')
    : [];

/** A changed filter starts again at the first page. */
export const FIRST_PAGE = { cursor: null, record: null };

/** The filter by type, as the API takes it. */
export const typeFilter = (types: readonly EventType[]) =>
  types.length > 0 ? { type: { $in: [...types] } } : {};

/** The state of the tab, which is stored in the URL: filters, page and the open event. */
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
