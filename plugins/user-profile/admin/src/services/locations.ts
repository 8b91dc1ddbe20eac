import type { FindLocations } from '../../../shared/contracts/locations';
import { toQueryString } from '../utils/queryString';
import type { Bounds } from '../utils/range';
import { api, userUrl } from './api';

export interface FindLocationsArgs extends Bounds {
  userId: string;
}

const locationsApi = api.injectEndpoints({
  endpoints: (builder) => ({
    userProfileFindLocations: builder.query<FindLocations.Response, FindLocationsArgs>({
      query: ({ userId, from, to }) =>
        userUrl(
          userId,
          `/locations${toQueryString({ filters: { date: { $gte: from, $lt: to } } })}`
        ),
      providesTags: (_result, _error, { userId }) => [{ type: 'UserProfileLocation', id: userId }],
    }),
  }),
});

export const { useUserProfileFindLocationsQuery: useFindLocationsQuery } = locationsApi;
