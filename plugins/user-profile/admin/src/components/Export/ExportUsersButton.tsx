import { Button } from '@strapi/design-system';
import { Download } from '@strapi/icons';
import * as React from 'react';

import { useFocusReturn } from '../../hooks/useFocusReturn';
import { lazyPart, preload } from '../../utils/lazyPart';
import type { UsersToExport } from './ExportUsersDialog';

export const LazyExportUsersDialog = lazyPart('export-users', () =>
  import('./ExportUsersDialog').then((module) => module.ExportUsersDialog)
);

const preloadDialog = () => preload('export-users');

export const ExportButton = ({ label, onClick }: { label: string; onClick: () => void }) => (
  <Button
    size="S"
    variant="tertiary"
    startIcon={<Download />}
    onPointerEnter={preloadDialog}
    onFocus={preloadDialog}
    onClick={onClick}
  >
    {label}
  </Button>
);

interface ExportUsersButtonProps extends UsersToExport {
  label: string;
}

export const ExportUsersButton = ({ label, ...users }: ExportUsersButtonProps) => {
  const { remember, restore } = useFocusReturn();
  const [isOpen, setIsOpen] = React.useState(false);

  return (
    <>
      <ExportButton
        label={label}
        onClick={() => {
          remember();
          setIsOpen(true);
        }}
      />
      {isOpen ? (
        <LazyExportUsersDialog
          {...users}
          onClose={() => setIsOpen(false)}
          onCloseAutoFocus={restore}
        />
      ) : null}
    </>
  );
};
