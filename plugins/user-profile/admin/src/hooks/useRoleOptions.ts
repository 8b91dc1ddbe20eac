import * as React from 'react';

import type { UserRole } from '../../../shared/contracts/users';
import { useFindRolesQuery } from '../services/roles';

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
export const useRoleOptions = (): { options: RoleOption[]; isLoading: boolean } => {
  const { data, isLoading } = useFindRolesQuery();

  return React.useMemo(
    () => ({
      options: (data ?? []).map((role, _index, roles) => ({
        value: role.documentId,
        label: labelOf(role, roles),
      })),
      isLoading,
    }),
    [data, isLoading]
  );
};
