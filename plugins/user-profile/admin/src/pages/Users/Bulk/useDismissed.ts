import { usePersistentState } from '@strapi/strapi/admin';
import * as React from 'react';

const STORAGE_KEY = 'USER_PROFILE_DISMISSED_OPERATIONS';

/** More than the server lists. */
const MAX_KEPT = 50;

const NONE: string[] = [];

/** The bulk operations whose result the admin has seen, kept in this browser. */
export const useDismissed = () => {
  const [dismissed, setDismissed] = usePersistentState<string[]>(STORAGE_KEY, NONE);

  const dismiss = React.useCallback(
    (id: string) => setDismissed((before) => [...(before ?? NONE), id].slice(-MAX_KEPT)),
    [setDismissed]
  );

  return { dismissed: dismissed ?? NONE, dismiss };
};
