import type {
  DeleteImport,
  FindImport,
  FindImports,
  RunImport,
  UserImport,
} from '../../../shared/contracts/imports';
import { api, BASE_PATH } from './api';

/** What an import may change. */
const CHANGED = ['UserProfileUser', 'UserProfileEvent', 'UserProfileConnection'] as const;

const LIST = { type: 'UserProfileImport' as const, id: 'LIST' };

const tagsOf = (id: string) => [LIST, { type: 'UserProfileImport' as const, id }];

const importUrl = (id: string, rest = ''): string =>
  `${BASE_PATH}/imports/${encodeURIComponent(id)}${rest}`;

export const isActive = ({ status }: UserImport): boolean =>
  status === 'queued' || status === 'running';

const importsApi = api.injectEndpoints({
  endpoints: (builder) => ({
    userProfileFindImports: builder.query<FindImports.Response, void>({
      query: () => `${BASE_PATH}/imports`,
      providesTags: [LIST],
    }),
    userProfileFindImport: builder.query<FindImport.Response, FindImport.Request['params']>({
      query: ({ importId }) => importUrl(importId),
      providesTags: (_result, _error, { importId: id }) => [{ type: 'UserProfileImport', id }],
      // Lists show what an import has changed once it has ended.
      async onQueryStarted(_arg, { dispatch, getCacheEntry, queryFulfilled }) {
        const before = getCacheEntry().data?.data;

        try {
          const { data } = await queryFulfilled;

          if (before && isActive(before) && !isActive(data.data)) {
            dispatch(importsApi.util.invalidateTags([...CHANGED, LIST]));
          }
        } catch {
          // The page shows the error.
        }
      },
    }),
    userProfileRunImport: builder.mutation<RunImport.Response, RunImport.Request>({
      query: ({ params: { importId }, body }) => ({
        url: importUrl(importId, '/run'),
        method: 'POST',
        data: body,
      }),
      // The state in the response first: the import may have ended before it is requested again.
      async onQueryStarted({ params: { importId } }, { dispatch, queryFulfilled }) {
        try {
          const { data: started } = await queryFulfilled;

          dispatch(
            importsApi.util.updateQueryData('userProfileFindImport', { importId }, (draft) => {
              draft.data = started.data;
            })
          );
        } catch {
          // The form shows the error.
        }

        dispatch(importsApi.util.invalidateTags(tagsOf(importId)));
      },
    }),
    userProfileCancelImport: builder.mutation<RunImport.Response, RunImport.Request['params']>({
      query: ({ importId }) => ({ url: importUrl(importId, '/cancel'), method: 'POST' }),
      invalidatesTags: (_result, _error, { importId }) => tagsOf(importId),
    }),
    userProfileDeleteImport: builder.mutation<DeleteImport.Response, RunImport.Request['params']>({
      query: ({ importId }) => ({ url: importUrl(importId), method: 'DELETE' }),
      // A deleted import must not be requested again.
      invalidatesTags: [LIST],
    }),
  }),
});

export const {
  useUserProfileFindImportsQuery: useFindImportsQuery,
  useUserProfileFindImportQuery: useFindImportQuery,
  useUserProfileRunImportMutation: useRunImportMutation,
  useUserProfileCancelImportMutation: useCancelImportMutation,
  useUserProfileDeleteImportMutation: useDeleteImportMutation,
} = importsApi;
