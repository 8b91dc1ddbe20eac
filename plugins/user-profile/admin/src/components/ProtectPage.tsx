import { Page } from '@strapi/strapi/admin';
import * as React from 'react';

import type { PermissionName } from '../constants/permissions';
import { useAllowed } from '../hooks/useAllowed';
import { useTranslate } from '../hooks/useTranslate';
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
    <Page.Main padding={{ initial: 4, medium: 6, large: 10 }}>
      <NotAllowedState />
    </Page.Main>
  );
};
