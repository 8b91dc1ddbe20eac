import * as React from 'react';

import { useAllowed } from '../../../hooks/useAllowed';
import { useFindConnectionsQuery } from '../../../services/connections';
import type { UserFilters } from '../../../utils/userFilters';
import { useConnectionLabel } from '../../UserDetails/useConnectionLabel';
import { useConnectionLabels } from '../useConnectionLabels';

import type { NameOption } from './NamesField';

const options = (names: readonly string[], labelOf: (name: string) => string): NameOption[] =>
  [...new Set(names)]
    .map((value) => ({ value, label: labelOf(value) }))
    .sort((a, b) => a.label.localeCompare(b.label));

/** The connections and providers to filter by; those of a link that are gone stay, to be taken out. */
export const useConnectionOptions = ({ connection, provider }: UserFilters) => {
  const { allowed } = useAllowed();
  const { data = [] } = useFindConnectionsQuery(undefined, { skip: !allowed.readConnections });
  const connectionLabels = useConnectionLabels();
  const providerLabel = useConnectionLabel();

  return React.useMemo(
    () => ({
      connections: options([...data.map(({ name }) => name), ...connection], connectionLabels),
      providers: options([...data.map(({ strategy }) => strategy), ...provider], providerLabel),
    }),
    [connection, connectionLabels, data, provider, providerLabel]
  );
};
