import type { FindUserOverview } from '../../../shared/contracts/user-overview';
import type {
  ChangeInvitation,
  DeleteUser,
  LiftLoginBlocks,
  SendEmail,
  SetPassword,
  UpdateUser,
} from '../../../shared/contracts/user-writes';
import type { FindUser } from '../../../shared/contracts/users';
import { toQueryString } from '../utils/queryString';
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
    userProfileLiftLoginBlocks: builder.mutation<
      LiftLoginBlocks.Response,
      LiftLoginBlocks.Request['params']
    >({
      query: ({ id }) => ({ url: userUrl(id, '/login-blocks'), method: 'DELETE' }),
      invalidatesTags: (_result, _error, { id }) => changedTags(id),
    }),
    userProfileSetPassword: builder.mutation<SetPassword.Response, SetPassword.Request>({
      query: ({ params: { id }, body }) => ({
        url: userUrl(id, '/password'),
        method: 'PUT',
        data: body,
      }),
      invalidatesTags: (_result, _error, { params: { id } }) => changedTags(id),
    }),
    userProfileSendUserEmail: builder.mutation<
      SendEmail.Response,
      SendEmail.Request['params'] & { kind: 'verification-email' | 'password-reset' }
    >({
      query: ({ id, kind }) => ({ url: userUrl(id, `/${kind}`), method: 'POST' }),
      invalidatesTags: (_result, _error, { id }) => changedTags(id),
    }),
    userProfileSendInvitation: builder.mutation<
      ChangeInvitation.Response,
      ChangeInvitation.Request['params']
    >({
      query: ({ id }) => ({ url: userUrl(id, '/invitation'), method: 'POST' }),
      invalidatesTags: (_result, _error, { id }) => changedTags(id),
    }),
    userProfileRevokeInvitation: builder.mutation<
      ChangeInvitation.Response,
      ChangeInvitation.Request['params']
    >({
      query: ({ id }) => ({ url: userUrl(id, '/invitation'), method: 'DELETE' }),
      invalidatesTags: (_result, _error, { id }) => changedTags(id),
    }),
    userProfileDeleteUser: builder.mutation<DeleteUser.Response, DeleteUser.Request>({
      query: ({ params: { id }, query }) => ({
        url: userUrl(id, toQueryString(query)),
        method: 'DELETE',
      }),
      // A deleted user must not be requested again.
      invalidatesTags: (_result, error, { params: { id } }) =>
        error
          ? changedTags(id)
          : [{ type: 'UserProfileUser', id: 'LIST' }, 'UserProfileConnection'],
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
  useUserProfileLiftLoginBlocksMutation: useLiftLoginBlocksMutation,
  useUserProfileSetPasswordMutation: useSetPasswordMutation,
  useUserProfileSendUserEmailMutation: useSendUserEmailMutation,
  useUserProfileSendInvitationMutation: useSendInvitationMutation,
  useUserProfileRevokeInvitationMutation: useRevokeInvitationMutation,
  useUserProfileDeleteUserMutation: useDeleteUserMutation,
} = usersApi;
