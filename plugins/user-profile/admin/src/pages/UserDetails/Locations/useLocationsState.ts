import * as React from 'react';

import { useRange } from '../../../hooks/useRange';
import { useUrlState } from '../../../hooks/useUrlState';
import { rangeParams, type TimeRange } from '../../../utils/range';

/** What of the locations is shown, all of it in the URL: the range, and the places that were picked. */
export const useLocationsState = () => {
  const { params, change } = useUrlState();
  const { range, bounds } = useRange(params);
  const places = params.getAll('place').join('\n');

  return {
    range,
    bounds,
    /** Keys of places; empty where none is picked. */
    picked: React.useMemo(() => (places === '' ? [] : places.split('\n')), [places]),
    setRange: (next: TimeRange) => change({ ...rangeParams(next), place: null }),
    pick: (keys: readonly string[]) => change({ place: keys }),
  };
};

export type LocationsState = ReturnType<typeof useLocationsState>;
