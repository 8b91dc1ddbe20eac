import type { BulkUsers, FindBulkProgress } from '../../../shared/contracts/bulk';
import { api, BASE_PATH } from './api';

export type BulkRequest = BulkUsers.Request['body']['data'];

const bulkApi = api.injectEndpoints({
  endpoints: (builder) => ({
    userProfileRunBulk: builder.mutation<BulkUsers.Response['data'], BulkUsers.Request['body']>({
      query: (body) => ({ url: `${BASE_PATH}/users/bulk`, method: 'POST', data: body }),
      transformResponse: (response: BulkUsers.Response) => response.data,
      // After an error as well: the work may be done although the response was lost.
      invalidatesTags: [
        'UserProfileUser',
        'UserProfileDevice',
        'UserProfileEvent',
        'UserProfileConnection',
      ],
    }),
    userProfileFindBulkProgress: builder.query<
      FindBulkProgress.Response['data'],
      FindBulkProgress.Request['params']
    >({
      query: ({ operationId }) => `${BASE_PATH}/users/bulk/${operationId}`,
      transformResponse: (response: FindBulkProgress.Response) => response.data,
      keepUnusedDataFor: 0,
    }),
  }),
});

export const {
  useUserProfileRunBulkMutation: useRunBulkMutation,
  useUserProfileFindBulkProgressQuery: useFindBulkProgressQuery,
} = bulkApi;
