import * as React from 'react';

import type { PermissionName } from '../constants/permissions';
import { useAllowed } from '../hooks/useAllowed';
import { useTranslate } from '../hooks/useTranslate';
import { ProblemPage } from './ProblemPage';
import { NotAllowedState } from './States';

interface ProtectPageProps {
  permission: PermissionName;
  children: React.ReactNode;
}

/** `Page.Protect` with a text that names the setting to change. */
export const ProtectPage = ({ permission, children }: ProtectPageProps) => {
  const t = useTranslate();
  const allowed = useAllowed();

  return allowed[permission] ? (
    <>{children}</>
  ) : (
    <ProblemPage title={t('state.notAllowed.title')}>
      <NotAllowedState />
    </ProblemPage>
  );
};
