import type { CreateUser } from '../../../shared/contracts/user-writes';
import type { FindUsers } from '../../../shared/contracts/users';
import { toQueryString } from '../utils/queryString';
import { toApiFilters, type UserFilters } from '../utils/userFilters';
import { api, BASE_PATH } from './api';

/** Where a search looks: at the beginning of names and addresses, or anywhere in them. */
export type Match = 'prefix' | 'contains';

export interface UserSelection {
  search: string;
  match: Match;
  filters: UserFilters;
}

export interface ListUsersArgs extends UserSelection {
  page: number;
  pageSize: number;
  sort?: string;
}

/** A selection in the names that the server has for its parts. */
export const toApiSelection = ({ search, match, filters }: UserSelection) => ({
  _q: search || undefined,
  match: search && match === 'contains' ? match : undefined,
  filters: toApiFilters(filters),
});

const usersListApi = api.injectEndpoints({
  endpoints: (builder) => ({
    userProfileListUsers: builder.query<FindUsers.Response, ListUsersArgs>({
      query: ({ page, pageSize, sort, ...selection }) =>
        `${BASE_PATH}/users${toQueryString({
          pagination: { page, pageSize },
          sort,
          ...toApiSelection(selection),
        })}`,
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
