import type { FindSettings, PanelSettings } from '../../../shared/contracts/settings';

import { api, BASE_PATH } from './api';

const settingsApi = api.injectEndpoints({
  endpoints: (builder) => ({
    userProfileFindSettings: builder.query<PanelSettings, void>({
      query: () => `${BASE_PATH}/settings`,
      transformResponse: (response: FindSettings.Response) => response.data,
      providesTags: ['UserProfileSettings'],
    }),
  }),
});

export const { useUserProfileFindSettingsQuery: useFindSettingsQuery } = settingsApi;
