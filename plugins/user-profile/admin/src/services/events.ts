import type { CountEvents, SearchHistory, SearchLog } from '../../../shared/contracts/event-log';
import { toQueryString } from '../utils/queryString';
import { api, BASE_PATH, FRESH_SECONDS, userUrl } from './api';

/** The events of one user, or those of all users. */
export type EventsRequest =
  ({ userId: string } & SearchHistory.Request) | ({ userId?: undefined } & SearchLog.Request);

/** The same without a page. */
export type EventSelection = {
  userId?: string;
  query: Omit<SearchLog.Request['query'], 'pagination'>;
};

type CountRequest = EventSelection & { after?: string };

const eventsUrl = (userId: string | undefined, path = ''): string =>
  userId === undefined ? `${BASE_PATH}/events${path}` : userUrl(userId, `/events${path}`);

const eventsApi = api.injectEndpoints({
  endpoints: (builder) => ({
    userProfileFindEvents: builder.query<SearchLog.Response, EventsRequest>({
      query: ({ userId, query }) => eventsUrl(userId) + toQueryString(query),
      providesTags: (_result, _error, { userId }) => [
        { type: 'UserProfileEvent', id: userId ?? 'LIST' },
      ],
    }),
    userProfileCountEvents: builder.query<CountEvents.Response, CountRequest>({
      query: ({ userId, query, after }) =>
        eventsUrl(userId, '/count') + toQueryString({ ...query, after }),
      providesTags: (_result, _error, { userId }) => [
        { type: 'UserProfileEvent', id: userId ?? 'LIST' },
      ],
    }),
  }),
});

export const usePrefetchEvents = () =>
  eventsApi.usePrefetch('userProfileFindEvents', { ifOlderThan: FRESH_SECONDS });

export const {
  useUserProfileFindEventsQuery: useFindEventsQuery,
  useUserProfileCountEventsQuery: useCountEventsQuery,
  useLazyUserProfileCountEventsQuery: useLazyCountEventsQuery,
} = eventsApi;
