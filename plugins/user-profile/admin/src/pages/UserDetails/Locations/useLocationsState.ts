import * as React from 'react';

import { useRange } from '../../../hooks/useRange';
import { useUrlState } from '../../../hooks/useUrlState';
import { rangeParams, type TimeRange } from '../../../utils/range';

const ALL = { place: null, shown: null };

/** What of the locations is shown, all of it in the URL: the range, what a pin has picked in the table and a row on the map. */
export const useLocationsState = () => {
  const { params, change } = useUrlState();
  const { range, bounds } = useRange(params);
  const places = params.getAll('place').join('\n');

  return {
    range,
    bounds,
    /** Keys of the places that the table is down to; empty where it holds all. */
    picked: React.useMemo(() => (places === '' ? [] : places.split('\n')), [places]),
    /** The key of the place that the map is down to. */
    shown: params.get('shown') ?? undefined,
    setRange: (next: TimeRange) => change({ ...rangeParams(next), ...ALL }),
    pick: (keys: readonly string[]) => change({ ...ALL, place: keys }),
    show: (key: string | null) => change({ shown: key }),
  };
};

export type LocationsState = ReturnType<typeof useLocationsState>;
