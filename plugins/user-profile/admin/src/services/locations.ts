import type { FindLocations } from '../../../shared/contracts/locations';
import { toQueryString } from '../utils/queryString';

import { api, userUrl } from './api';

export interface FindLocationsArgs {
  userId: string;
  /** An ISO date: logins before it are left out. */
  from: string;
}

const locationsApi = api.injectEndpoints({
  endpoints: (builder) => ({
    userProfileFindLocations: builder.query<FindLocations.Response, FindLocationsArgs>({
      query: ({ userId, from }) =>
        userUrl(userId, `/locations${toQueryString({ filters: { date: { $gte: from } } })}`),
      providesTags: (_result, _error, { userId }) => [{ type: 'UserProfileLocation', id: userId }],
    }),
  }),
});

export const { useUserProfileFindLocationsQuery: useFindLocationsQuery } = locationsApi;
