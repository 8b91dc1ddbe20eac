import type { FindEvents } from '../../../shared/contracts/events';
import { toQueryString } from '../utils/queryString';

import { api, userUrl } from './api';

export interface FindEventsArgs {
  userId: string;
  /** An ISO date: nothing older is asked for. */
  from: string;
  pageSize: number;
  cursor?: string;
}

const eventsApi = api.injectEndpoints({
  endpoints: (builder) => ({
    userProfileFindEvents: builder.query<FindEvents.Response, FindEventsArgs>({
      query: ({ userId, from, pageSize, cursor }) =>
        userUrl(
          userId,
          `/events${toQueryString({ pagination: { pageSize, cursor }, filters: { date: { $gte: from } } })}`
        ),
      providesTags: (_result, _error, { userId }) => [{ type: 'UserProfileEvent', id: userId }],
    }),
  }),
});

export const {
  useUserProfileFindEventsQuery: useFindEventsQuery,
  useLazyUserProfileFindEventsQuery: useLazyFindEventsQuery,
} = eventsApi;
