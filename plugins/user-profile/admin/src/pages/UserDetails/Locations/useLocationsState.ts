import * as React from 'react';

import { useRange } from '../../../hooks/useRange';
import { useUrlState } from '../../../hooks/useUrlState';
import { rangeParams, type TimeRange } from '../../../utils/range';

const ALL = { place: null, shown: null };

/** The state of the tab, which is stored in the URL: range, places picked on the map, place shown from the table. */
export const useLocationsState = () => {
  const { params, change } = useUrlState();
  const { range, bounds } = useRange(params);
  const places = params.getAll('place').join('\n');

  return {
    range,
    bounds,
    /** Keys of the places that the table is limited to; empty for all. */
    picked: React.useMemo(() => (places === '' ? [] : places.split('\n')), [places]),
    /** The key of the place that the map highlights. */
    shown: params.get('shown') ?? undefined,
    setRange: (next: TimeRange) => change({ ...rangeParams(next), ...ALL }),
    pick: (keys: readonly string[]) => change({ ...ALL, place: keys }),
    show: (key: string | null) => change({ shown: key }),
  };
};

export type LocationsState = ReturnType<typeof useLocationsState>;
