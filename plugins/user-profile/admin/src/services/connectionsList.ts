import type { FindConnections } from '../../../shared/contracts/connections';
import { api, BASE_PATH, FRESH_SECONDS } from './api';

export const connectionTag = (id: string) => ({ type: 'UserProfileConnection' as const, id });

export const CONNECTION_LIST = connectionTag('LIST');

/** The connections alone, which the pages of users need too. */
const connectionsListApi = api.injectEndpoints({
  endpoints: (builder) => ({
    userProfileFindConnections: builder.query<FindConnections.Response['data'], void>({
      query: () => `${BASE_PATH}/connections`,
      transformResponse: (response: FindConnections.Response) => response.data,
      providesTags: [CONNECTION_LIST],
    }),
  }),
});

export const usePrefetchConnections = () =>
  connectionsListApi.usePrefetch('userProfileFindConnections', { ifOlderThan: FRESH_SECONDS });

export const { useUserProfileFindConnectionsQuery: useFindConnectionsQuery } = connectionsListApi;
