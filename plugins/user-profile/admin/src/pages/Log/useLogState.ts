import * as React from 'react';

import type { SearchLog } from '../../../../shared/contracts/event-log';
import { useUrlState } from '../../hooks/useUrlState';
import { dateFilter } from '../../utils/range';
import { FIRST_PAGE, typeFilter, useHistoryState } from '../UserDetails/History/useHistoryState';
import {
  activeLogFilters,
  cleanText,
  type LogFilters,
  logFilterParams,
  MAX_TEXT,
  parseLogFilters,
  toLogApiFilters,
} from './logFilters';

/** The state of the page, which is stored in the URL: that of a history, and more filters. */
export const useLogState = () => {
  const { params, change } = useUrlState();
  const history = useHistoryState();
  const { bounds, types } = history;
  const filters = React.useMemo(() => parseLogFilters(params), [params]);
  const text = cleanText(params.get('q'), MAX_TEXT);

  return {
    ...history,
    filters,
    text,
    /** Whether anything but the time range limits the events. */
    isNarrowed: text !== '' || types.length > 0 || activeLogFilters(filters).length > 0,
    search: {
      _q: text || undefined,
      filters: { ...dateFilter(bounds), ...typeFilter(types), ...toLogApiFilters(filters) },
    } satisfies SearchLog.Request['query'],
    setFilters: (next: LogFilters) => change({ ...logFilterParams(next), ...FIRST_PAGE }),
    setText: (next: string) => change({ q: cleanText(next, MAX_TEXT) || null, ...FIRST_PAGE }),
  };
};

export type LogState = ReturnType<typeof useLogState>;
