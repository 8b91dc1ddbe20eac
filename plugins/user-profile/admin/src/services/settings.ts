import type { FindSettings, FindSyncProgress, Reconcile } from '../../../shared/contracts/settings';
import { api, BASE_PATH } from './api';

/** Most settings change with the configuration of the site. One request serves a visit. */
export const SETTINGS_FRESH_SECONDS = 60;

const SYNC_BEGIN_MS = 1000;

const settingsApi = api.injectEndpoints({
  endpoints: (builder) => ({
    userProfileFindSettings: builder.query<FindSettings.Response['data'], void>({
      query: () => `${BASE_PATH}/settings`,
      transformResponse: (response: FindSettings.Response) => response.data,
      providesTags: ['UserProfileSettings'],
    }),
    userProfileFindSyncProgress: builder.query<FindSyncProgress.Response['data'], void>({
      query: () => `${BASE_PATH}/reconcile`,
      transformResponse: (response: FindSyncProgress.Response) => response.data,
      providesTags: ['UserProfileSync'],
      keepUnusedDataFor: 0,
    }),
    userProfileReconcile: builder.mutation<Reconcile.Response['data'], void>({
      query: () => ({ url: `${BASE_PATH}/reconcile`, method: 'POST' }),
      transformResponse: (response: Reconcile.Response) => response.data,
      // The response comes at the end; the progress is there once the job has begun.
      onQueryStarted: (_arg, { dispatch }) => {
        setTimeout(
          () => dispatch(api.util.invalidateTags(['UserProfileSync', 'UserProfileStatus'])),
          SYNC_BEGIN_MS
        );
      },
      invalidatesTags: [
        'UserProfileSync',
        'UserProfileStatus',
        'UserProfileUser',
        'UserProfileEvent',
        'UserProfileLocation',
        'UserProfileConnection',
      ],
    }),
  }),
});

export const {
  useUserProfileFindSettingsQuery: useFindSettingsQuery,
  useUserProfileFindSyncProgressQuery: useFindSyncProgressQuery,
  useUserProfileReconcileMutation: useReconcileMutation,
} = settingsApi;
