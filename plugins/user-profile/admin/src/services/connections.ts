import type {
  Connection,
  FindConnection,
  FindConnections,
  UpdateConnection,
} from '../../../shared/contracts/connections';

import { api, BASE_PATH } from './api';

const connectionUrl = (name: string): string =>
  `${BASE_PATH}/connections/${encodeURIComponent(name)}`;

export interface UpdateConnectionArgs {
  name: string;
  changes: UpdateConnection.Request['body']['data'];
}

const connectionsApi = api.injectEndpoints({
  endpoints: (builder) => ({
    userProfileFindConnections: builder.query<Connection[], void>({
      query: () => `${BASE_PATH}/connections`,
      transformResponse: (response: FindConnections.Response) => response.data,
      providesTags: ['UserProfileConnection'],
    }),
    userProfileFindConnection: builder.query<Connection, string>({
      query: connectionUrl,
      transformResponse: (response: FindConnection.Response) => response.data,
      providesTags: ['UserProfileConnection'],
    }),
    userProfileUpdateConnection: builder.mutation<Connection, UpdateConnectionArgs>({
      query: ({ name, changes }) => ({
        url: connectionUrl(name),
        method: 'PUT',
        data: { data: changes },
      }),
      transformResponse: (response: UpdateConnection.Response) => response.data,
      invalidatesTags: ['UserProfileConnection'],
    }),
  }),
});

export const {
  useUserProfileFindConnectionsQuery: useFindConnectionsQuery,
  useUserProfileFindConnectionQuery: useFindConnectionQuery,
  useUserProfileUpdateConnectionMutation: useUpdateConnectionMutation,
} = connectionsApi;
