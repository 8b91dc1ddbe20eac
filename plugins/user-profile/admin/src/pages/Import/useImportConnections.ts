import { useAllowed } from '../../hooks/useAllowed';
import { FRESH_SECONDS } from '../../services/api';
import { useFindConnectionsQuery } from '../../services/connectionsList';

/** The connections that users can be imported into, if the role may read connections. */
export const useImportConnections = () => {
  const allowed = useAllowed();

  return useFindConnectionsQuery(undefined, {
    skip: !allowed.readConnections,
    refetchOnMountOrArgChange: FRESH_SECONDS,
  });
};
