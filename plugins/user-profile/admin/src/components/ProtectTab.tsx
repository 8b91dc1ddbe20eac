import { Box } from '@strapi/design-system';
import * as React from 'react';

import type { PermissionName } from '../constants/permissions';
import { useAllowed } from '../hooks/useAllowed';
import { NotAllowedState } from './States';

interface ProtectTabProps {
  permission: PermissionName;
  children: React.ReactNode;
}

/** `Page.Protect` for one tab: the header and the other tabs stay. */
export const ProtectTab = ({ permission, children }: ProtectTabProps) => {
  const allowed = useAllowed();

  return allowed[permission] ? (
    <>{children}</>
  ) : (
    <Box paddingTop={6}>
      <NotAllowedState />
    </Box>
  );
};
