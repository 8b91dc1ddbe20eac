import type {
  Connection,
  ConnectionTest,
  CreateConnection,
  DeleteConnection,
  FindConnection,
  FindConnections,
  FindStrategies,
  StrategyDescription,
  TestConnection,
  UpdateConnection,
} from '../../../shared/contracts/connections';
import { toQueryString } from '../utils/queryString';
import { api, BASE_PATH } from './api';

const connectionUrl = (name: string, rest = ''): string =>
  `${BASE_PATH}/connections/${encodeURIComponent(name)}${rest}`;

const tag = (id: string) => ({ type: 'UserProfileConnection' as const, id });

const LIST = tag('LIST');

/** As people read them, whatever they are called in the API. */
const byLabel = (connections: readonly Connection[]): Connection[] =>
  [...connections].sort((one, other) => one.display_name.localeCompare(other.display_name));

export type NewConnection = CreateConnection.Request['body']['data'];

export interface UpdateConnectionArgs {
  name: string;
  changes: UpdateConnection.Request['body']['data'];
}

const connectionsApi = api.injectEndpoints({
  endpoints: (builder) => ({
    userProfileFindConnections: builder.query<Connection[], void>({
      query: () => `${BASE_PATH}/connections`,
      transformResponse: (response: FindConnections.Response) => byLabel(response.data),
      providesTags: [LIST],
    }),
    userProfileFindConnection: builder.query<Connection, string>({
      query: (name) => connectionUrl(name),
      transformResponse: (response: FindConnection.Response) => response.data,
      providesTags: (_result, _error, name) => [tag(name)],
    }),
    userProfileFindStrategies: builder.query<StrategyDescription[], void>({
      query: () => `${BASE_PATH}/connection-strategies`,
      transformResponse: (response: FindStrategies.Response) => response.data,
    }),
    userProfileCreateConnection: builder.mutation<Connection, NewConnection>({
      query: (data) => ({ url: `${BASE_PATH}/connections`, method: 'POST', data: { data } }),
      transformResponse: (response: CreateConnection.Response) => response.data,
      invalidatesTags: (result) => (result ? [LIST, tag(result.name)] : []),
    }),
    userProfileUpdateConnection: builder.mutation<Connection, UpdateConnectionArgs>({
      query: ({ name, changes }) => ({
        url: connectionUrl(name),
        method: 'PUT',
        data: { data: changes },
      }),
      transformResponse: (response: UpdateConnection.Response) => response.data,
      invalidatesTags: (_result, _error, { name }) => [LIST, tag(name)],
      // The answer is what the page shows next: no flash of the old until it is asked for again.
      async onQueryStarted({ name }, { dispatch, queryFulfilled }) {
        try {
          const { data } = await queryFulfilled;
          dispatch(
            connectionsApi.util.updateQueryData('userProfileFindConnection', name, () => data)
          );
        } catch {
          // Whoever asked for the change is told of its error.
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
      // What is deleted must not be asked for again; users who moved are found under another name.
      invalidatesTags: (_result, error, { params, query }) =>
        error
          ? [LIST, tag(params.name)]
          : [LIST, 'UserProfileUser', ...(query.to ? [tag(query.to)] : [])],
    }),
    userProfileTestConnection: builder.mutation<ConnectionTest, string>({
      query: (name) => ({ url: connectionUrl(name, '/test'), method: 'POST' }),
      transformResponse: (response: TestConnection.Response) => response.data,
    }),
  }),
});

export const {
  useUserProfileFindConnectionsQuery: useFindConnectionsQuery,
  useUserProfileFindConnectionQuery: useFindConnectionQuery,
  useUserProfileFindStrategiesQuery: useFindStrategiesQuery,
  useUserProfileCreateConnectionMutation: useCreateConnectionMutation,
  useUserProfileUpdateConnectionMutation: useUpdateConnectionMutation,
  useUserProfileDeleteConnectionMutation: useDeleteConnectionMutation,
  useUserProfileTestConnectionMutation: useTestConnectionMutation,
} = connectionsApi;
