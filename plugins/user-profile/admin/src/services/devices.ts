import type { FindDevices, UnlinkDevice, UnlinkDevices } from '../../../shared/contracts/devices';
import { toQueryString } from '../utils/queryString';
import { api, userUrl } from './api';

export interface FindDevicesArgs {
  userId: string;
  page: number;
  pageSize: number;
}

export interface UnlinkDeviceArgs {
  userId: string;
  deviceId: string;
}

/** What an unlinking changes: devices, the applications signed in to, and the log. */
const touchedBy = (userId: string) =>
  (['UserProfileDevice', 'UserProfileUser', 'UserProfileEvent'] as const).map((type) => ({
    type,
    id: userId,
  }));

const devicesApi = api.injectEndpoints({
  endpoints: (builder) => ({
    userProfileFindDevices: builder.query<FindDevices.Response, FindDevicesArgs>({
      query: ({ userId, page, pageSize }) =>
        userUrl(userId, `/devices${toQueryString({ pagination: { page, pageSize } })}`),
      providesTags: (_result, _error, { userId }) => [{ type: 'UserProfileDevice', id: userId }],
    }),
    userProfileUnlinkDevice: builder.mutation<UnlinkDevice.Response, UnlinkDeviceArgs>({
      query: ({ userId, deviceId }) => ({
        url: userUrl(userId, `/devices/${encodeURIComponent(deviceId)}`),
        method: 'DELETE',
      }),
      invalidatesTags: (_result, _error, { userId }) => touchedBy(userId),
    }),
    userProfileUnlinkDevices: builder.mutation<UnlinkDevices.Response, string>({
      query: (userId) => ({ url: userUrl(userId, '/devices'), method: 'DELETE' }),
      invalidatesTags: (_result, _error, userId) => touchedBy(userId),
    }),
  }),
});

export const {
  useUserProfileFindDevicesQuery: useFindDevicesQuery,
  useUserProfileUnlinkDeviceMutation: useUnlinkDeviceMutation,
  useUserProfileUnlinkDevicesMutation: useUnlinkDevicesMutation,
} = devicesApi;
