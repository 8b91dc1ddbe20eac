import * as React from 'react';

import type { PermissionName } from '../constants/permissions';

export type Allowed = Readonly<Record<PermissionName, boolean>>;

export const AllowedContext = React.createContext<Allowed | undefined>(undefined);

/** The permissions of this administrator. */
export const useAllowed = (): Allowed => {
  const allowed = React.useContext(AllowedContext);

  if (!allowed) {
    throw new Error('useAllowed needs an AllowedProvider');
  }

  return allowed;
};
