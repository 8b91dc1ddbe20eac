import type { CreateUser } from '../../../shared/contracts/user-writes';
import type { FindUsers } from '../../../shared/contracts/users';
import { toQueryString } from '../utils/queryString';
import { toApiFilters, type UserFilters } from '../utils/userFilters';
import { api, BASE_PATH } from './api';

export interface UserSelection {
  search: string;
  filters: UserFilters;
}

/** A selection as query parameters. */
export const toApiSelection = ({ search, filters }: UserSelection) => ({
  _q: search || undefined,
  filters: toApiFilters(filters),
});

const usersListApi = api.injectEndpoints({
  endpoints: (builder) => ({
    userProfileListUsers: builder.query<FindUsers.Response, FindUsers.Request['query']>({
      query: (query) => `${BASE_PATH}/users${toQueryString(query)}`,
      providesTags: (result) => [
        { type: 'UserProfileUser', id: 'LIST' },
        ...(result?.data ?? []).map(({ documentId: id }) => ({
          type: 'UserProfileUser' as const,
          id,
        })),
      ],
    }),
    userProfileCreateUser: builder.mutation<CreateUser.Response, CreateUser.Request['body']>({
      query: (body) => ({ url: `${BASE_PATH}/users`, method: 'POST', data: body }),
      invalidatesTags: (_result, error) =>
        error ? [] : [{ type: 'UserProfileUser', id: 'LIST' }, 'UserProfileConnection'],
    }),
  }),
});

export const {
  useUserProfileListUsersQuery: useListUsersQuery,
  useUserProfileCreateUserMutation: useCreateUserMutation,
} = usersListApi;
