import * as React from 'react';

import type { UserRole } from '../../../shared/contracts/users';
import { useFindRolesQuery } from '../services/roles';
import type { ApiError } from '../utils/errors';

/** Adds the type if two roles have the same name. */
const labelOf = (role: UserRole, roles: readonly UserRole[]): string =>
  roles.some(({ documentId, name }) => name === role.name && documentId !== role.documentId)
    ? `${role.name} (${role.type})`
    : role.name;

export interface RoleOption {
  /** The `documentId` of the role. */
  value: string;
  label: string;
}

/** The roles of the site by name, for a select. */
export const useRoleOptions = (): {
  options: RoleOption[];
  isLoading: boolean;
  /** Why the roles are unknown. */
  error: ApiError | undefined;
} => {
  const { data, isLoading, error } = useFindRolesQuery();

  return React.useMemo(
    () => ({
      options: (data ?? []).map((role, _index, roles) => ({
        value: role.documentId,
        label: labelOf(role, roles),
      })),
      isLoading,
      error: data ? undefined : error,
    }),
    [data, error, isLoading]
  );
};
