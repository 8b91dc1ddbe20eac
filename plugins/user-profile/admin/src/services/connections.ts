import type {
  CreateConnection,
  DeleteConnection,
  FindConnection,
  FindStrategies,
  TestConnection,
  UpdateConnection,
} from '../../../shared/contracts/connections';
import { toQueryString } from '../utils/queryString';
import { api, BASE_PATH } from './api';
import { CONNECTION_LIST as LIST, connectionTag as tag } from './connectionsList';

const connectionUrl = (name: string, rest = ''): string =>
  `${BASE_PATH}/connections/${encodeURIComponent(name)}${rest}`;

const connectionsApi = api.injectEndpoints({
  endpoints: (builder) => ({
    userProfileFindConnection: builder.query<
      FindConnection.Response['data'],
      FindConnection.Request['params']
    >({
      query: ({ name }) => connectionUrl(name),
      transformResponse: (response: FindConnection.Response) => response.data,
      providesTags: (_result, _error, { name }) => [tag(name)],
    }),
    userProfileFindStrategies: builder.query<FindStrategies.Response['data'], void>({
      query: () => `${BASE_PATH}/connection-strategies`,
      transformResponse: (response: FindStrategies.Response) => response.data,
    }),
    userProfileCreateConnection: builder.mutation<
      CreateConnection.Response['data'],
      CreateConnection.Request['body']
    >({
      query: (body) => ({ url: `${BASE_PATH}/connections`, method: 'POST', data: body }),
      transformResponse: (response: CreateConnection.Response) => response.data,
      invalidatesTags: (result) => (result ? [LIST, tag(result.name)] : []),
    }),
    userProfileUpdateConnection: builder.mutation<
      UpdateConnection.Response['data'],
      UpdateConnection.Request
    >({
      query: ({ params: { name }, body }) => ({
        url: connectionUrl(name),
        method: 'PUT',
        data: body,
      }),
      transformResponse: (response: UpdateConnection.Response) => response.data,
      invalidatesTags: (_result, _error, { params: { name } }) => [LIST, tag(name)],
      // The page shows the response at once, instead of the old values until the next request.
      async onQueryStarted({ params: { name } }, { dispatch, queryFulfilled }) {
        try {
          const { data } = await queryFulfilled;

          dispatch(
            connectionsApi.util.updateQueryData('userProfileFindConnection', { name }, () => data)
          );
        } catch {
          // The caller of the mutation shows the error.
        }
      },
    }),
    userProfileDeleteConnection: builder.mutation<
      DeleteConnection.Response['data'],
      DeleteConnection.Request
    >({
      query: ({ params: { name }, query }) => ({
        url: connectionUrl(name, toQueryString(query)),
        method: 'DELETE',
      }),
      transformResponse: (response: DeleteConnection.Response) => response.data,
      // A deleted connection must not be requested again. Users who were moved have a new `user_id`.
      invalidatesTags: (_result, error, { params, query }) =>
        error
          ? [LIST, tag(params.name)]
          : [LIST, 'UserProfileUser', ...(query.to ? [tag(query.to)] : [])],
    }),
    userProfileTestConnection: builder.mutation<
      TestConnection.Response['data'],
      TestConnection.Request['params']
    >({
      query: ({ name }) => ({ url: connectionUrl(name, '/test'), method: 'POST' }),
      transformResponse: (response: TestConnection.Response) => response.data,
    }),
  }),
});

export const {
  useUserProfileFindConnectionQuery: useFindConnectionQuery,
  useUserProfileFindStrategiesQuery: useFindStrategiesQuery,
  useUserProfileCreateConnectionMutation: useCreateConnectionMutation,
  useUserProfileUpdateConnectionMutation: useUpdateConnectionMutation,
  useUserProfileDeleteConnectionMutation: useDeleteConnectionMutation,
  useUserProfileTestConnectionMutation: useTestConnectionMutation,
} = connectionsApi;
