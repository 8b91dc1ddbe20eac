import type {
  LinkIdentity,
  PreviewLink,
  UnlinkIdentity,
} from '../../../shared/contracts/identities';
import { toQueryString } from '../utils/queryString';
import { api, userUrl } from './api';

export interface LinkArgs {
  id: string;
  linkWith: string;
}

/** Users come and go: the list, and how many each connection has, are other ones as well. */
const changed = (id: string) => [
  ...(['UserProfileUser', 'UserProfileDevice', 'UserProfileEvent'] as const).map((type) => ({
    type,
    id,
  })),
  { type: 'UserProfileUser' as const, id: 'LIST' },
  'UserProfileConnection' as const,
];

const identitiesApi = api.injectEndpoints({
  endpoints: (builder) => ({
    userProfileFindLinkPreview: builder.query<PreviewLink.Response['data'], LinkArgs>({
      query: ({ id, linkWith }) =>
        userUrl(id, `/identities/preview${toQueryString({ with: linkWith })}`),
      transformResponse: (response: PreviewLink.Response) => response.data,
      providesTags: (_result, _error, { id }) => [{ type: 'UserProfileUser', id }],
    }),
    userProfileLinkIdentity: builder.mutation<
      LinkIdentity.Response,
      LinkArgs & { mergeMetadata: boolean }
    >({
      query: ({ id, linkWith, mergeMetadata }) => ({
        url: userUrl(id, '/identities'),
        method: 'POST',
        data: { data: { link_with: linkWith, merge_user_metadata: mergeMetadata } },
      }),
      invalidatesTags: (_result, _error, { id }) => changed(id),
    }),
    userProfileUnlinkIdentity: builder.mutation<
      UnlinkIdentity.Response,
      { id: string; identityId: string }
    >({
      query: ({ id, identityId }) => ({
        url: userUrl(id, `/identities/${encodeURIComponent(identityId)}`),
        method: 'DELETE',
      }),
      invalidatesTags: (_result, _error, { id }) => changed(id),
    }),
  }),
});

export const {
  useUserProfileFindLinkPreviewQuery: useFindLinkPreviewQuery,
  useUserProfileLinkIdentityMutation: useLinkIdentityMutation,
  useUserProfileUnlinkIdentityMutation: useUnlinkIdentityMutation,
} = identitiesApi;
