import * as React from 'react';

import { boundsOf, parseRange } from '../utils/range';

/** The range that the URL names, and its bounds as seen from the moment it was chosen. */
export const useRange = (params: URLSearchParams) => {
  const range = params.get('range');
  const from = params.get('from');
  const to = params.get('to');

  return React.useMemo(() => {
    const parsed = parseRange({ range, from, to });

    return { range: parsed, bounds: boundsOf(parsed, new Date()) };
  }, [from, range, to]);
};
