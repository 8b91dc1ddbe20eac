import type { FindEvents } from '../../../shared/contracts/events';
import { toQueryString } from '../utils/queryString';
import { api, userUrl } from './api';

const eventsApi = api.injectEndpoints({
  endpoints: (builder) => ({
    userProfileFindEvents: builder.query<FindEvents.Response, FindEvents.Request>({
      query: ({ params: { id }, query }) => userUrl(id, `/events${toQueryString(query)}`),
      providesTags: (_result, _error, { params: { id } }) => [{ type: 'UserProfileEvent', id }],
    }),
  }),
});

export const { useUserProfileFindEventsQuery: useFindEventsQuery } = eventsApi;
