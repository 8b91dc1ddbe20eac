import type { FindUserOverview, UserOverview } from '../../../shared/contracts/user-overview';
import type {
  BlockUser,
  DeleteUser,
  LiftLoginBlocks,
  SendEmail,
  SetPassword,
  UpdateUser,
} from '../../../shared/contracts/user-writes';
import type { FindUser } from '../../../shared/contracts/users';
import { toQueryString } from '../utils/queryString';
import { api, userUrl } from './api';

/** What any change of a user makes stale; a refusal too, for then somebody else was faster. */
const changed = (id: string) => [
  { type: 'UserProfileUser' as const, id },
  { type: 'UserProfileUser' as const, id: 'LIST' },
  { type: 'UserProfileEvent' as const, id },
  { type: 'UserProfileDevice' as const, id },
];

type UserArgs<Body = unknown> = { id: string } & Body;

const usersApi = api.injectEndpoints({
  endpoints: (builder) => ({
    userProfileFindUser: builder.query<FindUser.Response, string>({
      query: (id) => userUrl(id),
      // The page may have been opened by the `user_id`; changes name the `documentId`.
      providesTags: (result, _error, id) => [
        { type: 'UserProfileUser', id },
        { type: 'UserProfileUser', id: result?.data.documentId ?? id },
      ],
    }),
    userProfileFindUserOverview: builder.query<UserOverview, string>({
      query: (id) => userUrl(id, '/overview'),
      transformResponse: (response: FindUserOverview.Response) => response.data,
      providesTags: (_result, _error, id) => [{ type: 'UserProfileUser', id }],
    }),
    userProfileUpdateUser: builder.mutation<
      UpdateUser.Response,
      UserArgs<UpdateUser.Request['body']>
    >({
      query: ({ id, ...data }) => ({ url: userUrl(id), method: 'PUT', data }),
      invalidatesTags: (_result, _error, { id }) => changed(id),
      // The answer is what the page shows next: no flash of the old until it is asked for again.
      async onQueryStarted({ id }, { dispatch, queryFulfilled }) {
        try {
          const { data } = await queryFulfilled;
          // Whoever sees the page may read users, and so is answered the whole user.
          const user = data as FindUser.Response;
          dispatch(usersApi.util.updateQueryData('userProfileFindUser', id, () => user));
        } catch {
          // Whoever asked for the change is told of its error.
        }
      },
    }),
    userProfileSetBlocked: builder.mutation<BlockUser.Response, UserArgs<{ blocked: boolean }>>({
      query: ({ id, blocked }) => ({
        url: userUrl(id, blocked ? '/block' : '/unblock'),
        method: 'POST',
      }),
      invalidatesTags: (_result, _error, { id }) => changed(id),
    }),
    userProfileLiftLoginBlocks: builder.mutation<LiftLoginBlocks.Response, UserArgs>({
      query: ({ id }) => ({ url: userUrl(id, '/login-blocks'), method: 'DELETE' }),
      invalidatesTags: (_result, _error, { id }) => changed(id),
    }),
    userProfileSetPassword: builder.mutation<
      SetPassword.Response,
      UserArgs<{ password: string; end_sessions: boolean }>
    >({
      query: ({ id, ...data }) => ({
        url: userUrl(id, '/password'),
        method: 'PUT',
        data: { data },
      }),
      invalidatesTags: (_result, _error, { id }) => changed(id),
    }),
    userProfileSendUserEmail: builder.mutation<
      SendEmail.Response,
      UserArgs<{ kind: 'verification-email' | 'password-reset' }>
    >({
      query: ({ id, kind }) => ({ url: userUrl(id, `/${kind}`), method: 'POST' }),
      invalidatesTags: (_result, _error, { id }) => changed(id),
    }),
    userProfileDeleteUser: builder.mutation<
      DeleteUser.Response,
      UserArgs<{ history: 'keep' | 'erase' }>
    >({
      query: ({ id, history }) => ({
        url: userUrl(id, toQueryString({ history })),
        method: 'DELETE',
      }),
      // What is deleted must not be asked for again; a user who could not be deleted has changed.
      invalidatesTags: (_result, error, { id }) =>
        error ? changed(id) : [{ type: 'UserProfileUser', id: 'LIST' }, 'UserProfileConnection'],
    }),
  }),
});

export const {
  useUserProfileFindUserQuery: useFindUserQuery,
  useLazyUserProfileFindUserQuery: useLazyFindUserQuery,
  useUserProfileFindUserOverviewQuery: useFindUserOverviewQuery,
  useUserProfileUpdateUserMutation: useUpdateUserMutation,
  useUserProfileSetBlockedMutation: useSetBlockedMutation,
  useUserProfileLiftLoginBlocksMutation: useLiftLoginBlocksMutation,
  useUserProfileSetPasswordMutation: useSetPasswordMutation,
  useUserProfileSendUserEmailMutation: useSendUserEmailMutation,
  useUserProfileDeleteUserMutation: useDeleteUserMutation,
} = usersApi;
