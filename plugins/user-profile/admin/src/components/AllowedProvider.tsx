import { useAuth, useRBAC } from '@strapi/strapi/admin';
import * as React from 'react';

import { type PermissionName, PERMISSIONS } from '../constants/permissions';
import { type Allowed, AllowedContext } from '../hooks/useAllowed';

const ALL = Object.values(PERMISSIONS);

const NAMES = Object.keys(PERMISSIONS) as PermissionName[];

/** `useRBAC` derives the flag from the last segment: `read-users` becomes `canReadUsers`. */
const flagOf = (name: PermissionName) => `can${name.charAt(0).toUpperCase()}${name.slice(1)}`;

interface AllowedProviderProps {
  /** Shown until the permissions are known. */
  loading: React.ReactNode;
  children: React.ReactNode;
}

const CheckedPermissions = ({ loading, children }: AllowedProviderProps) => {
  const { allowedActions, isLoading } = useRBAC(ALL);
  const flags = NAMES.map((name) => allowedActions[flagOf(name)] === true).join();

  const allowed = React.useMemo(() => {
    const values = flags.split(',');

    return Object.fromEntries(
      NAMES.map((name, index) => [name, values[index] === 'true'])
    ) as Allowed;
  }, [flags]);

  return isLoading ? (
    <>{loading}</>
  ) : (
    <AllowedContext.Provider value={allowed}>{children}</AllowedContext.Provider>
  );
};

/**
 * Checks the permissions once for all components. `useRBAC` allows nothing in the first frame of each component
 * that calls it, so what needs a permission would appear later and move the page.
 */
export const AllowedProvider = ({ loading, children }: AllowedProviderProps) => {
  const isLoadingAuth = useAuth('UserProfile', (state) => state.isLoading);

  // `useRBAC` checks only once and would treat permissions that are still loading as missing.
  return isLoadingAuth ? (
    <>{loading}</>
  ) : (
    <CheckedPermissions loading={loading}>{children}</CheckedPermissions>
  );
};
