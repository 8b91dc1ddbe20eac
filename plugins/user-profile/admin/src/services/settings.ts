import type { FindSettings, Reconcile } from '../../../shared/contracts/settings';
import { api, BASE_PATH } from './api';

const settingsApi = api.injectEndpoints({
  endpoints: (builder) => ({
    userProfileFindSettings: builder.query<FindSettings.Response['data'], void>({
      query: () => `${BASE_PATH}/settings`,
      transformResponse: (response: FindSettings.Response) => response.data,
      providesTags: ['UserProfileSettings'],
    }),
    userProfileReconcile: builder.mutation<Reconcile.Response['data'], void>({
      query: () => ({ url: `${BASE_PATH}/reconcile`, method: 'POST' }),
      transformResponse: (response: Reconcile.Response) => response.data,
      invalidatesTags: [
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
  useUserProfileReconcileMutation: useReconcileMutation,
} = settingsApi;
