import * as React from 'react';

import { connectionLabel } from '../utils/connectionLabel';
import { useAllowed } from './useAllowed';
import { useConnections } from './useConnections';
import { useTranslate } from './useTranslate';

/** The label of a provider, or of a connection without a display name. */
export const useProviderLabel = (): ((name: string) => string) => {
  const t = useTranslate();

  return React.useCallback(
    (name) => (name === 'local' ? t('connection.local') : connectionLabel(name)),
    [t]
  );
};

/** The display name of a connection, if the role may read connections. */
export const useConnectionLabel = (): ((name: string) => string) => {
  const allowed = useAllowed();
  const { data: connections } = useConnections({ skip: !allowed.readConnections });
  const labelOf = useProviderLabel();

  return React.useCallback(
    (name) =>
      connections?.find((connection) => connection.name === name)?.display_name ?? labelOf(name),
    [connections, labelOf]
  );
};
