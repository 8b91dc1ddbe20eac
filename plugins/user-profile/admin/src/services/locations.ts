import type { FindLocations } from '../../../shared/contracts/locations';
import { toQueryString } from '../utils/queryString';
import { boundsOf, dateFilter, DEFAULT_RANGE } from '../utils/range';
import { api, FRESH_SECONDS, userUrl } from './api';

const locationsApi = api.injectEndpoints({
  endpoints: (builder) => ({
    userProfileFindLocations: builder.query<FindLocations.Response, FindLocations.Request>({
      query: ({ params: { id }, query }) => userUrl(id, `/locations${toQueryString(query)}`),
      providesTags: (_result, _error, { params: { id } }) => [{ type: 'UserProfileLocation', id }],
    }),
  }),
});

/** Prefetches the locations that the tab of a user shows first. */
export const usePrefetchLocations = (): ((id: string) => void) => {
  const prefetch = locationsApi.usePrefetch('userProfileFindLocations', {
    ifOlderThan: FRESH_SECONDS,
  });

  return (id) =>
    prefetch({
      params: { id },
      query: { filters: dateFilter(boundsOf(DEFAULT_RANGE, new Date())) },
    });
};

export const { useUserProfileFindLocationsQuery: useFindLocationsQuery } = locationsApi;
