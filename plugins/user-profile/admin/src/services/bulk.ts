import type {
  BulkOperation,
  FindBulkOperation,
  FindBulkOperations,
  StartBulk,
} from '../../../shared/contracts/bulk';
import { api, BASE_PATH } from './api';

export type BulkRequest = StartBulk.Request['body']['data'];

/** What a bulk action may change. */
const CHANGED = [
  'UserProfileUser',
  'UserProfileDevice',
  'UserProfileEvent',
  'UserProfileConnection',
] as const;

/** After an error as well: the work may have started although the response was lost. */
const STARTED = [...CHANGED, 'UserProfileBulk' as const];

const POST = 'POST';

const isRunning = ({ status }: BulkOperation): boolean => status === 'running';

const bulkApi = api.injectEndpoints({
  endpoints: (builder) => ({
    userProfileStartBulk: builder.mutation<StartBulk.Response, StartBulk.Request['body']>({
      query: (body) => ({ url: `${BASE_PATH}/users/bulk`, method: POST, data: body }),
      invalidatesTags: STARTED,
    }),
    userProfileFindBulkOperations: builder.query<FindBulkOperations.Response['data'], void>({
      query: () => `${BASE_PATH}/users/bulk`,
      transformResponse: (response: FindBulkOperations.Response) => response.data,
      providesTags: ['UserProfileBulk'],
      // Lists show what an operation has changed once it has ended.
      async onQueryStarted(_arg, { dispatch, getCacheEntry, queryFulfilled }) {
        const running = (getCacheEntry().data ?? []).filter(isRunning).map(({ id }) => id);

        try {
          const { data } = await queryFulfilled;

          if (data.some((operation) => running.includes(operation.id) && !isRunning(operation))) {
            dispatch(bulkApi.util.invalidateTags([...CHANGED]));
          }
        } catch {
          // The next poll asks again.
        }
      },
    }),
    userProfileFindBulkOperation: builder.query<
      FindBulkOperation.Response,
      FindBulkOperation.Request['params']
    >({
      query: ({ operationId }) => `${BASE_PATH}/users/bulk/${operationId}`,
      keepUnusedDataFor: 0,
      // Asked for until the operation ends. Pages then show what it has changed.
      async onQueryStarted(_arg, { dispatch, queryFulfilled }) {
        try {
          const { data } = await queryFulfilled;

          if (!isRunning(data.data)) {
            dispatch(bulkApi.util.invalidateTags([...STARTED]));
          }
        } catch {
          // The caller shows the error.
        }
      },
    }),
    /** For an operation whose end is unknown: it may have changed users. */
    userProfileRefreshAfterBulk: builder.mutation<null, void>({
      queryFn: () => ({ data: null }),
      invalidatesTags: STARTED,
    }),
    userProfileCancelBulk: builder.mutation<
      FindBulkOperation.Response,
      FindBulkOperation.Request['params']
    >({
      query: ({ operationId }) => ({
        url: `${BASE_PATH}/users/bulk/${operationId}/cancel`,
        method: POST,
      }),
      invalidatesTags: STARTED,
    }),
    userProfileUndoBulk: builder.mutation<
      FindBulkOperation.Response,
      FindBulkOperation.Request['params']
    >({
      query: ({ operationId }) => ({
        url: `${BASE_PATH}/users/bulk/${operationId}/undo`,
        method: POST,
      }),
      invalidatesTags: STARTED,
    }),
  }),
});

export const {
  useUserProfileStartBulkMutation: useStartBulkMutation,
  useUserProfileFindBulkOperationsQuery: useFindBulkOperationsQuery,
  useUserProfileFindBulkOperationQuery: useFindBulkOperationQuery,
  useLazyUserProfileFindBulkOperationQuery: useLazyFindBulkOperationQuery,
  useUserProfileRefreshAfterBulkMutation: useRefreshAfterBulkMutation,
  useUserProfileCancelBulkMutation: useCancelBulkMutation,
  useUserProfileUndoBulkMutation: useUndoBulkMutation,
} = bulkApi;
