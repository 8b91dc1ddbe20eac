import { useRBAC } from '@strapi/strapi/admin';
import * as React from 'react';

import { PERMISSIONS, type PermissionName } from '../constants/permissions';

const ALL = Object.values(PERMISSIONS);

/** `useRBAC` names a permission after its last segment: `read-users` becomes `canReadUsers`. */
const flagOf = (name: PermissionName) => `can${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/** What this administrator may see and do; nothing until it is known. */
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
