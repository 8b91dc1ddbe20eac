import * as React from 'react';
import { useIntl } from 'react-intl';

import type { Choice } from '../../../components/Filters/choices';
import { useAllowed } from '../../../hooks/useAllowed';
import { useConnectionLabel, useProviderLabel } from '../../../hooks/useConnectionLabel';
import { useConnections } from '../../../hooks/useConnections';
import type { UserFilters } from '../../../utils/userFilters';

const options = (
  names: readonly string[],
  labelOf: (name: string) => string,
  locale: string
): Choice[] => {
  const { compare } = new Intl.Collator(locale, { numeric: true });

  return [...new Set(names)]
    .map((value) => ({ value, label: labelOf(value) }))
    .sort((one, other) => compare(one.label, other.label));
};

/** The options of the filters. Includes deleted connections in the URL, so they can be removed. */
export const useConnectionOptions = ({ connection, strategy }: UserFilters) => {
  const { locale } = useIntl();
  const allowed = useAllowed();
  const { data = [] } = useConnections({ skip: !allowed.readConnections });
  const connectionLabel = useConnectionLabel();
  const providerLabel = useProviderLabel();

  return React.useMemo(
    () => ({
      connections: options(
        [...data.map(({ name }) => name), ...connection],
        connectionLabel,
        locale
      ),
      strategies: options(
        [...data.map((each) => each.strategy), ...strategy],
        providerLabel,
        locale
      ),
    }),
    [connection, connectionLabel, data, locale, strategy, providerLabel]
  );
};
