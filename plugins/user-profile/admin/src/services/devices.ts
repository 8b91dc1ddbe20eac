import type {
  EndDeviceSession,
  EndDeviceSessions,
  FindDevices,
  FindDeviceSessions,
  UnlinkDevice,
  UnlinkDevices,
} from '../../../shared/contracts/devices';
import { toQueryString } from '../utils/queryString';
import { api, FRESH_SECONDS, userUrl } from './api';

const changedTags = (id: string) =>
  (['UserProfileDevice', 'UserProfileUser', 'UserProfileEvent'] as const).map((type) => ({
    type,
    id,
  }));

type DeviceParams = UnlinkDevice.Request['params'];

const sessionsUrl = ({ id, deviceId }: DeviceParams, rest = ''): string =>
  userUrl(id, `/devices/${encodeURIComponent(deviceId)}/sessions${rest}`);

const devicesApi = api.injectEndpoints({
  endpoints: (builder) => ({
    userProfileFindDevices: builder.query<FindDevices.Response, FindDevices.Request>({
      query: ({ params: { id }, query }) => userUrl(id, `/devices${toQueryString(query)}`),
      providesTags: (_result, _error, { params: { id } }) => [{ type: 'UserProfileDevice', id }],
    }),
    userProfileFindDeviceSessions: builder.query<
      FindDeviceSessions.Response,
      FindDeviceSessions.Request
    >({
      query: ({ params, query }) => sessionsUrl(params, toQueryString(query)),
      providesTags: (_result, _error, { params: { id } }) => [{ type: 'UserProfileDevice', id }],
    }),
    userProfileEndDeviceSession: builder.mutation<
      EndDeviceSession.Response,
      EndDeviceSession.Request['params']
    >({
      query: ({ sessionId, ...params }) => ({
        url: sessionsUrl(params, `/${encodeURIComponent(sessionId)}`),
        method: 'DELETE',
      }),
      invalidatesTags: (_result, _error, { id }) => changedTags(id),
    }),
    userProfileEndDeviceSessions: builder.mutation<EndDeviceSessions.Response, DeviceParams>({
      query: (params) => ({ url: sessionsUrl(params), method: 'DELETE' }),
      invalidatesTags: (_result, _error, { id }) => changedTags(id),
    }),
    userProfileUnlinkDevice: builder.mutation<
      UnlinkDevice.Response,
      UnlinkDevice.Request['params']
    >({
      query: ({ id, deviceId }) => ({
        url: userUrl(id, `/devices/${encodeURIComponent(deviceId)}`),
        method: 'DELETE',
      }),
      invalidatesTags: (_result, _error, { id }) => changedTags(id),
    }),
    userProfileUnlinkDevices: builder.mutation<
      UnlinkDevices.Response,
      UnlinkDevices.Request['params']
    >({
      query: ({ id }) => ({ url: userUrl(id, '/devices'), method: 'DELETE' }),
      invalidatesTags: (_result, _error, { id }) => changedTags(id),
    }),
  }),
});

export const usePrefetchDevices = () =>
  devicesApi.usePrefetch('userProfileFindDevices', { ifOlderThan: FRESH_SECONDS });

export const {
  useUserProfileFindDevicesQuery: useFindDevicesQuery,
  useUserProfileFindDeviceSessionsQuery: useFindDeviceSessionsQuery,
  useUserProfileEndDeviceSessionMutation: useEndDeviceSessionMutation,
  useUserProfileEndDeviceSessionsMutation: useEndDeviceSessionsMutation,
  useUserProfileUnlinkDeviceMutation: useUnlinkDeviceMutation,
  useUserProfileUnlinkDevicesMutation: useUnlinkDevicesMutation,
} = devicesApi;
