import { useAllowed } from '../../hooks/useAllowed';
import { useConnections } from '../../hooks/useConnections';
import { FRESH_SECONDS } from '../../services/api';

/** The connections that users can be imported into, if the role may read connections. */
export const useImportConnections = () => {
  const allowed = useAllowed();

  return useConnections({
    skip: !allowed.readConnections,
    refetchOnMountOrArgChange: FRESH_SECONDS,
  });
};
