import { useRBAC } from '@strapi/strapi/admin';
import * as React from 'react';

import { PERMISSIONS, type PermissionName } from '../constants/permissions';

const ALL = Object.values(PERMISSIONS);

/** `useRBAC` derives the flag from the last segment: `read-users` becomes `canReadUsers`. */
const flagOf = (name: PermissionName) => `can${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/** The permissions of this administrator; all false while loading. */
export const useAllowed = (): {
  isLoading: boolean;
  allowed: Record<PermissionName, boolean>;
} => {
  const { allowedActions, isLoading } = useRBAC(ALL);

  const allowed = React.useMemo(() => {
    const names = Object.keys(PERMISSIONS) as PermissionName[];

    return Object.fromEntries(
      names.map((name) => [name, allowedActions[flagOf(name)] === true])
    ) as Record<PermissionName, boolean>;
  }, [allowedActions]);

  return { isLoading, allowed };
};
