import type { FindEvents } from '../../../shared/contracts/events';
import type { EventType } from '../../../shared/event-types';
import { toQueryString } from '../utils/queryString';
import type { Bounds } from '../utils/range';
import { api, userUrl } from './api';

export interface FindEventsArgs extends Bounds {
  userId: string;
  /** Empty for all. */
  types: readonly EventType[];
  pageSize: number;
  cursor?: string;
}

const eventsApi = api.injectEndpoints({
  endpoints: (builder) => ({
    userProfileFindEvents: builder.query<FindEvents.Response, FindEventsArgs>({
      query: ({ userId, from, to, types, pageSize, cursor }) =>
        userUrl(
          userId,
          `/events${toQueryString({
            pagination: { pageSize, cursor },
            filters: { date: { $gte: from, $lt: to }, type: { $in: types } },
          })}`
        ),
      providesTags: (_result, _error, { userId }) => [{ type: 'UserProfileEvent', id: userId }],
    }),
  }),
});

export const { useUserProfileFindEventsQuery: useFindEventsQuery } = eventsApi;
