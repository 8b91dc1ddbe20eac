import { useAuth } from '@strapi/strapi/admin';
import * as React from 'react';

/** The Content Manager's permission. */
const READ_ENTRIES = 'plugin::content-manager.explorer.read';

/** Whether this administrator may open entries of a type in the Content Manager. */
export const useMayReadEntries = (): ((uid: string) => boolean) => {
  const permissions = useAuth('UserProfile', ({ permissions: all }) => all);

  return React.useCallback(
    (uid) => permissions.some(({ action, subject }) => action === READ_ENTRIES && subject === uid),
    [permissions]
  );
};
