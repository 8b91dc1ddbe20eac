import type {
  FindUser,
  FindUserOverview,
  FindUsers,
  UserOverview,
} from '../../../shared/contracts/users';
import { toQueryString } from '../utils/queryString';

import { api, BASE_PATH, userUrl } from './api';

export interface FindUsersArgs {
  page: number;
  pageSize: number;
  sort?: string;
  search?: string;
}

const usersApi = api.injectEndpoints({
  endpoints: (builder) => ({
    userProfileFindUsers: builder.query<FindUsers.Response, FindUsersArgs>({
      query: ({ page, pageSize, sort, search }) =>
        `${BASE_PATH}/users${toQueryString({ pagination: { page, pageSize }, sort, _q: search })}`,
      providesTags: (result) => [
        { type: 'UserProfileUser', id: 'LIST' },
        ...(result?.data ?? []).map(({ documentId: id }) => ({
          type: 'UserProfileUser' as const,
          id,
        })),
      ],
    }),
    userProfileFindUser: builder.query<FindUser.Response, string>({
      query: (id) => userUrl(id),
      providesTags: (_result, _error, id) => [{ type: 'UserProfileUser', id }],
    }),
    userProfileFindUserOverview: builder.query<UserOverview, string>({
      query: (id) => userUrl(id, '/overview'),
      transformResponse: (response: FindUserOverview.Response) => response.data,
      providesTags: (_result, _error, id) => [{ type: 'UserProfileUser', id }],
    }),
  }),
});

export const {
  useUserProfileFindUsersQuery: useFindUsersQuery,
  useUserProfileFindUserQuery: useFindUserQuery,
  useUserProfileFindUserOverviewQuery: useFindUserOverviewQuery,
} = usersApi;
