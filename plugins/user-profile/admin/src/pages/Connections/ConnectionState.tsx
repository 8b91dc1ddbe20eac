import { Box, Status, Switch, Typography } from '@strapi/design-system';
import * as React from 'react';

import type { Connection } from '../../../../shared/contracts/connections';
import { useAllowed } from '../../hooks/useAllowed';
import { useFocusReturn } from '../../hooks/useFocusReturn';
import { useTranslate } from '../../hooks/useTranslate';
import { DisableDialog } from './DisableDialog';
import { useSetEnabled } from './useSetEnabled';

interface ConnectionStateProps {
  connection: Connection;
}

/** The status of a connection: a labelled switch for roles that may change it. */
export const ConnectionState = ({ connection }: ConnectionStateProps) => {
  const t = useTranslate();
  const allowed = useAllowed();
  const { isSaving, setEnabled } = useSetEnabled(connection);
  const [isAsking, setIsAsking] = React.useState(false);
  const { remember, restore } = useFocusReturn();
  const { enabled, users, display_name: name, managed_by: manager } = connection;

  const change = (next: boolean) => {
    if (!next && users > 0) {
      remember();
      setIsAsking(true);
    } else {
      void setEnabled(next);
    }
  };

  return (
    // Clicks on the switch and in the dialog must not open the table row.
    <Box onClick={(event: React.MouseEvent) => event.stopPropagation()}>
      {allowed.manageConnections && manager !== 'config' ? (
        <Switch
          aria-label={t('connections.enabled.of', { connection: name })}
          visibleLabels
          onLabel={t('connections.enabled')}
          offLabel={t('connections.disabled')}
          checked={enabled}
          disabled={isSaving}
          onCheckedChange={change}
        />
      ) : (
        <Status size="S" width="fit-content" variant={enabled ? 'success' : 'secondary'}>
          <Typography tag="span" variant="omega" fontWeight="bold">
            {t(enabled ? 'connections.enabled' : 'connections.disabled')}
          </Typography>
        </Status>
      )}
      {isAsking ? (
        <DisableDialog
          connection={connection}
          onClose={() => setIsAsking(false)}
          onConfirm={() => setEnabled(false)}
          onCloseAutoFocus={restore}
        />
      ) : null}
    </Box>
  );
};
