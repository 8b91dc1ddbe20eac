import type { FindStatus } from '../../../shared/contracts/status';
import { api, BASE_PATH } from './api';

export interface NewWebhook {
  name: string;
  url: string;
  events: string[];
}

const statusApi = api.injectEndpoints({
  endpoints: (builder) => ({
    userProfileFindStatus: builder.query<FindStatus.Response['data'], void>({
      query: () => `${BASE_PATH}/status`,
      transformResponse: (response: FindStatus.Response) => response.data,
      providesTags: ['UserProfileStatus'],
      keepUnusedDataFor: 0,
    }),
    /** Strapi's own route. Its form offers events of content only. */
    userProfileCreateWebhook: builder.mutation<void, NewWebhook>({
      query: (webhook) => ({
        url: '/admin/webhooks',
        method: 'POST',
        data: { ...webhook, headers: {} },
      }),
      invalidatesTags: ['UserProfileStatus', 'Webhook'],
    }),
  }),
});

export const {
  useUserProfileFindStatusQuery: useFindStatusQuery,
  useUserProfileCreateWebhookMutation: useCreateWebhookMutation,
} = statusApi;
