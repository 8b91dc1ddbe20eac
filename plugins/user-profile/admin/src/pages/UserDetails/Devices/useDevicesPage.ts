import { usePageParams } from '../../../hooks/usePageParams';
import { FRESH_SECONDS } from '../../../services/api';
import { useFindDevicesQuery } from '../../../services/devices';

/** The page of devices that the URL names. */
export const useDevicesPage = (userId: string) =>
  useFindDevicesQuery(
    { params: { id: userId }, query: { pagination: usePageParams() } },
    { refetchOnMountOrArgChange: FRESH_SECONDS }
  );
