import * as React from 'react';

import { boundsOf, parseRange } from '../utils/range';

/** The range in the URL. Bounds of presets are fixed when the range is chosen. */
export const useRange = (params: URLSearchParams) => {
  const range = params.get('range');
  const from = params.get('from');
  const to = params.get('to');

  return React.useMemo(() => {
    const parsed = parseRange({ range, from, to });

    return { range: parsed, bounds: boundsOf(parsed, new Date()) };
  }, [from, range, to]);
};
