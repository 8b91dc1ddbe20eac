import type { FindLocations } from '../../../shared/contracts/locations';
import { toQueryString } from '../utils/queryString';
import { api, userUrl } from './api';

const locationsApi = api.injectEndpoints({
  endpoints: (builder) => ({
    userProfileFindLocations: builder.query<FindLocations.Response, FindLocations.Request>({
      query: ({ params: { id }, query }) => userUrl(id, `/locations${toQueryString(query)}`),
      providesTags: (_result, _error, { params: { id } }) => [{ type: 'UserProfileLocation', id }],
    }),
  }),
});

export const { useUserProfileFindLocationsQuery: useFindLocationsQuery } = locationsApi;
