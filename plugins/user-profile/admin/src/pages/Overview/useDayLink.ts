import * as React from 'react';

import { DAY_MS } from '../../../../shared/durations';
import { logPath } from '../../utils/logPath';
import type { Chart } from './chartSeries';
import type { OverviewFilters } from './useOverviewState';

/** The link to the events behind a day in UTC, with the filters of the page. */
export const useDayLink = (filters: OverviewFilters) =>
  React.useCallback(
    ({ types }: Pick<Chart, 'types'>, day: string) => {
      const from = new Date(`${day}T00:00:00Z`);
      const to = new Date(from.getTime() + DAY_MS);

      return logPath({
        types,
        range: { preset: 'custom', from: from.toISOString(), to: to.toISOString() },
        ...filters,
      });
    },
    [filters]
  );
