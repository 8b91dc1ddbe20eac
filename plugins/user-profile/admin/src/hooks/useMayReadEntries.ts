import { useAuth } from '@strapi/strapi/admin';
import * as React from 'react';

import { READ_ENTRIES } from '../../../shared/constants';

/** Whether this administrator may open entries of a type in the Content Manager. */
export const useMayReadEntries = (): ((uid: string) => boolean) => {
  const permissions = useAuth('UserProfile', ({ permissions: all }) => all);

  return React.useCallback(
    (uid) => permissions.some(({ action, subject }) => action === READ_ENTRIES && subject === uid),
    [permissions]
  );
};
