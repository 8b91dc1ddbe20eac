import * as React from 'react';

import { useAllowed } from '../../hooks/useAllowed';
import { useFindConnectionsQuery } from '../../services/connections';
import { useConnectionLabel } from '../UserDetails/useConnectionLabel';

/** What each connection is called: as it was named, else by its own name. */
export const useConnectionLabels = (): ((name: string) => string) => {
  const { allowed } = useAllowed();
  const { data: connections } = useFindConnectionsQuery(undefined, {
    skip: !allowed.readConnections,
  });
  const labelOf = useConnectionLabel();

  return React.useCallback(
    (name) =>
      connections?.find((connection) => connection.name === name)?.display_name ?? labelOf(name),
    [connections, labelOf]
  );
};
