import * as React from 'react';

import { useLocation, useSearchParams } from 'react-router-dom';

import { DEFAULT_RANGE, parseRange, type Range, rangeStart } from '../utils/range';

/** The range that the URL names (`?range=7d`), and when it began as seen from the moment it was chosen. */
export const useRange = () => {
  const { state } = useLocation();
  const [params, setParams] = useSearchParams();
  const range = parseRange(params.get('range'));

  const from = React.useMemo(() => rangeStart(range, new Date()), [range]);

  const setRange = (next: Range) => {
    const changed = new URLSearchParams(params);

    if (next === DEFAULT_RANGE) {
      changed.delete('range');
    } else {
      changed.set('range', next);
    }

    setParams(changed, { replace: true, state });
  };

  return { range, from, setRange };
};
