import type { SearchLog } from '../../../shared/contracts/event-log';
import type { FindEvents } from '../../../shared/contracts/events';
import { toQueryString } from '../utils/queryString';
import { api, BASE_PATH, userUrl } from './api';

/** The events of one user, or those of all users, which can be searched. */
export type EventsRequest =
  | ({ userId: string } & Pick<FindEvents.Request, 'query'>)
  | ({ userId?: undefined } & SearchLog.Request);

type EventsResponse = FindEvents.Response | SearchLog.Response;

const eventsApi = api.injectEndpoints({
  endpoints: (builder) => ({
    userProfileFindEvents: builder.query<EventsResponse, EventsRequest>({
      query: ({ userId, query }) =>
        (userId === undefined ? `${BASE_PATH}/events` : userUrl(userId, '/events')) +
        toQueryString(query),
      providesTags: (_result, _error, { userId }) => [
        { type: 'UserProfileEvent', id: userId ?? 'LIST' },
      ],
    }),
  }),
});

export const { useUserProfileFindEventsQuery: useFindEventsQuery } = eventsApi;
