import * as React from 'react';

import { usePrefetchOverview, usePrefetchUserById } from '../services/users';
import { preload } from '../utils/lazyPart';

/** Loads the page of a user before it is opened. Only for roles that may read users. */
export const usePrefetchUser = (): ((id: string) => void) => {
  const prefetchUser = usePrefetchUserById();
  const prefetchOverview = usePrefetchOverview();

  return React.useCallback(
    (id) => {
      preload('user');
      preload('details');
      prefetchUser({ id });
      prefetchOverview({ id });
    },
    [prefetchOverview, prefetchUser]
  );
};
