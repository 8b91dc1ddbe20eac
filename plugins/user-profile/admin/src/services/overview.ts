import type { FindOverview, FindRecentCounts } from '../../../shared/contracts/overview';
import { toQueryString } from '../utils/queryString';
import { api, BASE_PATH, FRESH_SECONDS } from './api';

const overviewApi = api.injectEndpoints({
  endpoints: (builder) => ({
    userProfileFindOverview: builder.query<FindOverview.Response, FindOverview.Request['query']>({
      query: (query) => `${BASE_PATH}/overview${toQueryString(query)}`,
    }),
    userProfileFindRecentCounts: builder.query<FindRecentCounts.Response['data'], void>({
      query: () => `${BASE_PATH}/overview/recent`,
      transformResponse: (response: FindRecentCounts.Response) => response.data,
    }),
  }),
});

export const usePrefetchCounts = () =>
  overviewApi.usePrefetch('userProfileFindOverview', { ifOlderThan: FRESH_SECONDS });

export const {
  useUserProfileFindOverviewQuery: useFindOverviewQuery,
  useUserProfileFindRecentCountsQuery: useFindRecentCountsQuery,
} = overviewApi;
