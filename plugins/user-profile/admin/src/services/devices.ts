import type { FindDevices } from '../../../shared/contracts/devices';
import { toQueryString } from '../utils/queryString';

import { api, userUrl } from './api';

export interface FindDevicesArgs {
  userId: string;
  page: number;
  pageSize: number;
}

const devicesApi = api.injectEndpoints({
  endpoints: (builder) => ({
    userProfileFindDevices: builder.query<FindDevices.Response, FindDevicesArgs>({
      query: ({ userId, page, pageSize }) =>
        userUrl(userId, `/devices${toQueryString({ pagination: { page, pageSize } })}`),
      providesTags: (_result, _error, { userId }) => [{ type: 'UserProfileDevice', id: userId }],
    }),
  }),
});

export const { useUserProfileFindDevicesQuery: useFindDevicesQuery } = devicesApi;
