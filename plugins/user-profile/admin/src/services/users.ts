import type { FindUserOverview } from '../../../shared/contracts/user-overview';
import type { UpdateUser } from '../../../shared/contracts/user-writes';
import type { FindUser } from '../../../shared/contracts/users';
import { api, FRESH_SECONDS, userUrl } from './api';

/** Invalidated by a failed change as well: the user may have been changed elsewhere. */
export const changedTags = (id: string) => [
  { type: 'UserProfileUser' as const, id },
  { type: 'UserProfileUser' as const, id: 'LIST' },
  { type: 'UserProfileEvent' as const, id },
  { type: 'UserProfileDevice' as const, id },
];

const userPage = ({ id }: FindUser.Request['params']) => userUrl(id, '?account_fields=true');

const usersApi = api.injectEndpoints({
  endpoints: (builder) => ({
    userProfileFindUser: builder.query<FindUser.Response, FindUser.Request['params']>({
      query: userPage,
      // The page may be opened by `user_id`; changes use the `documentId`.
      providesTags: (result, _error, { id }) => [
        { type: 'UserProfileUser', id },
        { type: 'UserProfileUser', id: result?.data.documentId ?? id },
      ],
      // The page goes on with the `documentId`, and must not request the user again.
      async onQueryStarted({ id }, { dispatch, queryFulfilled }) {
        try {
          const { data: response } = await queryFulfilled;
          const { documentId } = response.data;

          if (documentId !== id) {
            const args = { id: documentId };

            void dispatch(usersApi.util.upsertQueryData('userProfileFindUser', args, response));
          }
        } catch {
          // The page shows the error.
        }
      },
    }),
    // A mutation, because a query that is being refetched returns its old data to other callers.
    userProfileReadUser: builder.mutation<FindUser.Response, FindUser.Request['params']>({
      query: userPage,
    }),
    userProfileFindUserOverview: builder.query<
      FindUserOverview.Response['data'],
      FindUserOverview.Request['params']
    >({
      query: ({ id }) => userUrl(id, '/overview'),
      transformResponse: (response: FindUserOverview.Response) => response.data,
      providesTags: (_result, _error, { id }) => [{ type: 'UserProfileUser', id }],
    }),
    userProfileUpdateUser: builder.mutation<UpdateUser.Response, UpdateUser.Request>({
      query: ({ params: { id }, body }) => ({ url: userUrl(id), method: 'PUT', data: body }),
      invalidatesTags: (_result, _error, { params: { id } }) => changedTags(id),
      // The page shows the response at once, instead of the old values until the next request.
      async onQueryStarted({ params: { id } }, { dispatch, queryFulfilled }) {
        try {
          const { data } = await queryFulfilled;
          // `app_metadata` is missing only for roles that may not read users, and those have no page.
          const user = data as FindUser.Response;

          /** The response has account fields only if they were changed. */
          const merge = (before: unknown): FindUser.Response => {
            const { account_fields } = (before as FindUser.Response).data;

            return { ...user, data: { account_fields, ...user.data } };
          };

          dispatch(usersApi.util.updateQueryData('userProfileFindUser', { id }, merge));
        } catch {
          // The caller of the mutation shows the error.
        }
      },
    }),
  }),
});

export const usePrefetchUserById = () =>
  usersApi.usePrefetch('userProfileFindUser', { ifOlderThan: FRESH_SECONDS });

export const usePrefetchOverview = () =>
  usersApi.usePrefetch('userProfileFindUserOverview', { ifOlderThan: FRESH_SECONDS });

export const {
  useUserProfileFindUserQuery: useFindUserQuery,
  useUserProfileReadUserMutation: useReadUserMutation,
  useUserProfileFindUserOverviewQuery: useFindUserOverviewQuery,
  useUserProfileUpdateUserMutation: useUpdateUserMutation,
} = usersApi;
