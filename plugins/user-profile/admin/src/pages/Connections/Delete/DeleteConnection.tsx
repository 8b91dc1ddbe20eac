import * as React from 'react';

import { Button } from '@strapi/design-system';
import { Trash } from '@strapi/icons';

import type { Connection } from '../../../../../shared/contracts/connections';
import { useFocusReturn } from '../../../hooks/useFocusReturn';
import { useTranslate } from '../../../hooks/useTranslate';

import { DeleteConnectionDialog } from './DeleteConnectionDialog';

interface DeleteConnectionProps {
  connection: Connection;
}

export const DeleteConnection = ({ connection }: DeleteConnectionProps) => {
  const t = useTranslate();
  const { remember, restore } = useFocusReturn();
  const [isAsking, setIsAsking] = React.useState(false);

  return (
    <>
      <Button
        variant="danger-light"
        startIcon={<Trash />}
        onClick={() => {
          remember();
          setIsAsking(true);
        }}
      >
        {t('connections.delete')}
      </Button>
      {isAsking ? (
        <DeleteConnectionDialog
          connection={connection}
          onClose={() => setIsAsking(false)}
          onCloseAutoFocus={restore}
        />
      ) : null}
    </>
  );
};
