import type { DeleteView, FindViews, SaveView } from '../../../shared/contracts/views';
import { api, BASE_PATH } from './api';

type Views = FindViews.Response['data'];

const viewsApi = api.injectEndpoints({
  endpoints: (builder) => ({
    userProfileFindViews: builder.query<Views, void>({
      query: () => `${BASE_PATH}/views`,
      transformResponse: (response: FindViews.Response) => response.data,
      providesTags: ['UserProfileView'],
    }),
    userProfileSaveView: builder.mutation<Views, SaveView.Request['body']>({
      query: (body) => ({ url: `${BASE_PATH}/views`, method: 'POST', data: body }),
      transformResponse: (response: SaveView.Response) => response.data,
      invalidatesTags: ['UserProfileView'],
    }),
    userProfileDeleteView: builder.mutation<Views, number>({
      query: (id) => ({ url: `${BASE_PATH}/views/${id}`, method: 'DELETE' }),
      transformResponse: (response: DeleteView.Response) => response.data,
      invalidatesTags: ['UserProfileView'],
    }),
  }),
});

export const {
  useUserProfileFindViewsQuery: useFindViewsQuery,
  useUserProfileSaveViewMutation: useSaveViewMutation,
  useUserProfileDeleteViewMutation: useDeleteViewMutation,
} = viewsApi;
