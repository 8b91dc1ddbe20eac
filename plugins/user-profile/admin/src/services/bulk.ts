import type {
  BulkResult,
  BulkUsers,
  FindBulkProgress,
} from '../../../shared/contracts/user-writes';
import { api, BASE_PATH } from './api';

export type BulkRequest = BulkUsers.Request['body']['data'];

export type BulkProgress = FindBulkProgress.Response['data'];

const bulkApi = api.injectEndpoints({
  endpoints: (builder) => ({
    userProfileRunBulk: builder.mutation<BulkResult[], BulkRequest>({
      query: (data) => ({ url: `${BASE_PATH}/users/bulk`, method: 'POST', data: { data } }),
      transformResponse: (response: BulkUsers.Response) => response.data,
      // After an error too: the answer may be lost when the work is done.
      invalidatesTags: [
        'UserProfileUser',
        'UserProfileDevice',
        'UserProfileEvent',
        'UserProfileConnection',
      ],
    }),
    userProfileFindBulkProgress: builder.query<BulkProgress, string>({
      query: (operation) => `${BASE_PATH}/users/bulk/${operation}`,
      transformResponse: (response: FindBulkProgress.Response) => response.data,
      keepUnusedDataFor: 0,
    }),
  }),
});

export const {
  useUserProfileRunBulkMutation: useRunBulkMutation,
  useUserProfileFindBulkProgressQuery: useFindBulkProgressQuery,
} = bulkApi;
