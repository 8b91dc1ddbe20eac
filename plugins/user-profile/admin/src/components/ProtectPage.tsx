import { Page } from '@strapi/strapi/admin';
import * as React from 'react';

import type { PermissionName } from '../constants/permissions';
import { useAllowed } from '../hooks/useAllowed';
import { useTranslate } from '../hooks/useTranslate';
import { StatePage } from './StatePage';
import { NotAllowedState } from './States';

interface ProtectPageProps {
  permission: PermissionName;
  children: React.ReactNode;
}

/** `Page.Protect` with a text that names the setting to change. */
export const ProtectPage = ({ permission, children }: ProtectPageProps) => {
  const t = useTranslate();
  const { isLoading, allowed } = useAllowed();

  if (isLoading) {
    return <Page.Loading>{t('state.loading')}</Page.Loading>;
  }

  return allowed[permission] ? (
    <>{children}</>
  ) : (
    <StatePage title={t('plugin.name')}>
      <NotAllowedState />
    </StatePage>
  );
};
