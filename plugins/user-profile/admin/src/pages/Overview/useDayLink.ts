import * as React from 'react';

import { logPath } from '../../utils/logPath';
import type { Chart } from './chartSeries';
import type { OverviewFilters } from './useOverviewState';

const DAY_MS = 86_400_000;

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
