import * as React from 'react';

import type { Choice } from '../../../components/Filters/choices';
import { useAllowed } from '../../../hooks/useAllowed';
import { useConnectionLabel, useProviderLabel } from '../../../hooks/useConnectionLabel';
import { useConnections } from '../../../hooks/useConnections';
import type { UserFilters } from '../../../utils/userFilters';

const options = (names: readonly string[], labelOf: (name: string) => string): Choice[] =>
  [...new Set(names)]
    .map((value) => ({ value, label: labelOf(value) }))
    .sort((a, b) => a.label.localeCompare(b.label));

/** The options of the filters. Includes deleted connections in the URL, so they can be removed. */
export const useConnectionOptions = ({ connection, strategy }: UserFilters) => {
  const allowed = useAllowed();
  const { data = [] } = useConnections({ skip: !allowed.readConnections });
  const connectionLabel = useConnectionLabel();
  const providerLabel = useProviderLabel();

  return React.useMemo(
    () => ({
      connections: options([...data.map(({ name }) => name), ...connection], connectionLabel),
      strategies: options([...data.map((each) => each.strategy), ...strategy], providerLabel),
    }),
    [connection, connectionLabel, data, strategy, providerLabel]
  );
};
