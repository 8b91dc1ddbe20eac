import * as React from 'react';
import { useIntl } from 'react-intl';

import { LOCAL_DISPLAY_NAME } from '../../../shared/constants';
import type { Connection } from '../../../shared/contracts/connections';
import { useFindConnectionsQuery } from '../services/connectionsList';
import { useTranslate } from './useTranslate';

/** Translates the display name of the connection of Users & Permissions, unless an administrator has changed it. */
export const useLocalizeConnection = (): ((connection: Connection) => Connection) => {
  const t = useTranslate();

  return React.useCallback(
    (connection) =>
      connection.name === 'local' && connection.display_name === LOCAL_DISPLAY_NAME
        ? { ...connection, display_name: t('connection.local') }
        : connection,
    [t]
  );
};

interface Options {
  skip?: boolean;
  refetchOnMountOrArgChange?: boolean | number;
}

/** The connections, sorted by display name. */
export const useConnections = (options: Options = {}) => {
  const { locale } = useIntl();
  const localize = useLocalizeConnection();
  const { data, error, isFetching, refetch } = useFindConnectionsQuery(undefined, options);

  const connections = React.useMemo(() => {
    const { compare } = new Intl.Collator(locale, { numeric: true });

    return data?.map(localize).sort((one, other) => compare(one.display_name, other.display_name));
  }, [data, locale, localize]);

  return { data: connections, error, isFetching, refetch };
};
