import * as React from 'react';

import { useFindConnectionsQuery } from '../services/connections';
import { connectionLabel } from '../utils/connectionLabel';
import { useAllowed } from './useAllowed';
import { useTranslate } from './useTranslate';

/** What people call a provider, or a connection that has no other name. */
export const useProviderLabel = (): ((name: string) => string) => {
  const t = useTranslate();

  return React.useCallback(
    (name) => (name === 'local' ? t('connection.local') : connectionLabel(name)),
    [t]
  );
};

/** What people call a connection: as it was named, where that may be read. */
export const useConnectionLabel = (): ((name: string) => string) => {
  const { allowed } = useAllowed();
  const { data: connections } = useFindConnectionsQuery(undefined, {
    skip: !allowed.readConnections,
  });
  const labelOf = useProviderLabel();

  return React.useCallback(
    (name) =>
      connections?.find((connection) => connection.name === name)?.display_name ?? labelOf(name),
    [connections, labelOf]
  );
};
