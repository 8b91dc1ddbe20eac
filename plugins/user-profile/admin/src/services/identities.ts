import type {
  LinkIdentity,
  PreviewLink,
  UnlinkIdentity,
} from '../../../shared/contracts/identities';
import { toQueryString } from '../utils/queryString';
import { api, userUrl } from './api';

/** Linking and unlinking also change the list of users and the number of users per connection. */
const changedTags = (id: string) => [
  ...(['UserProfileUser', 'UserProfileDevice', 'UserProfileEvent'] as const).map((type) => ({
    type,
    id,
  })),
  { type: 'UserProfileUser' as const, id: 'LIST' },
  'UserProfileConnection' as const,
];

const identitiesApi = api.injectEndpoints({
  endpoints: (builder) => ({
    userProfileFindLinkPreview: builder.query<PreviewLink.Response['data'], PreviewLink.Request>({
      query: ({ params: { id }, query }) =>
        userUrl(id, `/identities/preview${toQueryString(query)}`),
      transformResponse: (response: PreviewLink.Response) => response.data,
      providesTags: (_result, _error, { params: { id } }) => [{ type: 'UserProfileUser', id }],
    }),
    userProfileLinkIdentity: builder.mutation<LinkIdentity.Response, LinkIdentity.Request>({
      query: ({ params: { id }, body }) => ({
        url: userUrl(id, '/identities'),
        method: 'POST',
        data: body,
      }),
      invalidatesTags: (_result, _error, { params: { id } }) => changedTags(id),
    }),
    userProfileUnlinkIdentity: builder.mutation<
      UnlinkIdentity.Response,
      UnlinkIdentity.Request['params']
    >({
      query: ({ id, identityId }) => ({
        url: userUrl(id, `/identities/${encodeURIComponent(identityId)}`),
        method: 'DELETE',
      }),
      invalidatesTags: (_result, _error, { id }) => changedTags(id),
    }),
  }),
});

export const {
  useUserProfileFindLinkPreviewQuery: useFindLinkPreviewQuery,
  useUserProfileLinkIdentityMutation: useLinkIdentityMutation,
  useUserProfileUnlinkIdentityMutation: useUnlinkIdentityMutation,
} = identitiesApi;
