import type {
  ChangeInvitation,
  DeleteUser,
  LiftLoginBlocks,
  SendEmail,
  SetPassword,
} from '../../../shared/contracts/user-writes';
import { toQueryString } from '../utils/queryString';
import { api, userUrl } from './api';
import { changedTags } from './users';

/** Loaded with the dialogs of a user, and not with the list. */
const userActionsApi = api.injectEndpoints({
  endpoints: (builder) => ({
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

export const {
  useUserProfileLiftLoginBlocksMutation: useLiftLoginBlocksMutation,
  useUserProfileSetPasswordMutation: useSetPasswordMutation,
  useUserProfileSendUserEmailMutation: useSendUserEmailMutation,
  useUserProfileSendInvitationMutation: useSendInvitationMutation,
  useUserProfileRevokeInvitationMutation: useRevokeInvitationMutation,
  useUserProfileDeleteUserMutation: useDeleteUserMutation,
} = userActionsApi;
