import { FRESH_SECONDS } from '../../../services/api';
import { useFindLocationsQuery } from '../../../services/locations';
import { dateFilter, isBackwards } from '../../../utils/range';
import type { LocationsState } from './useLocationsState';

/** The places of the logins in the range that the URL names. */
export const useLocations = (userId: string, { bounds }: Pick<LocationsState, 'bounds'>) =>
  useFindLocationsQuery(
    { params: { id: userId }, query: { filters: dateFilter(bounds) } },
    { refetchOnMountOrArgChange: FRESH_SECONDS, skip: isBackwards(bounds) }
  );
