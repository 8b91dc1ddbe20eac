import * as React from 'react';
import { useIntl } from 'react-intl';

import type { Connection } from '../../../../shared/contracts/connections';
import { useTranslate } from '../../hooks/useTranslate';
import { useUrlState } from '../../hooks/useUrlState';
import { fold } from '../../utils/fold';
import { useStrategyText } from './useStrategyText';

export interface ConnectionsView {
  search: string;
  setSearch: (search: string) => void;
  /** The connections that the search finds, in the order of the URL. */
  shown: Connection[];
}

/** Search and order of the connections, which are part of the URL. A site has few, so the browser does both. */
export const useConnectionsView = (connections: readonly Connection[]): ConnectionsView => {
  const t = useTranslate();
  const { locale } = useIntl();
  const { nameOf } = useStrategyText();
  const { params, change } = useUrlState();
  const search = params.get('_q') ?? '';
  const [field, direction] = (params.get('sort') ?? '').split(':');

  const shown = React.useMemo(() => {
    const words = fold(search).split(/\s+/);
    const found = connections.filter(({ name, display_name: label, strategy }) => {
      const text = fold(`${label} ${name} ${nameOf(strategy)}`);

      return words.every((word) => text.includes(word));
    });

    const { compare } = new Intl.Collator(locale, { numeric: true });
    const orders: Record<string, (one: Connection, other: Connection) => number> = {
      name: (one, other) => compare(one.display_name, other.display_name),
      strategy: (one, other) => compare(nameOf(one.strategy), nameOf(other.strategy)),
      enabled: (one, other) => Number(one.enabled) - Number(other.enabled),
      users: (one, other) => one.users - other.users,
      // ISO 8601 sorts as text. No login comes before the first one.
      last_login: (one, other) => (one.last_login ?? '').localeCompare(other.last_login ?? ''),
      settings: (one, other) =>
        compare(
          t(`connections.managedBy.${one.managed_by}`),
          t(`connections.managedBy.${other.managed_by}`)
        ),
    };
    const order = Object.hasOwn(orders, field) ? orders[field] : undefined;

    if (!order) {
      return found;
    }

    return found.sort((one, other) =>
      direction === 'DESC' ? order(other, one) : order(one, other)
    );
  }, [connections, direction, field, locale, nameOf, search, t]);

  const setSearch = React.useCallback(
    (next: string) => void change({ _q: next || null }),
    [change]
  );

  return { search, setSearch, shown };
};
