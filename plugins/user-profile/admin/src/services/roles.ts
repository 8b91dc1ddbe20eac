import type { AssignRole, FindRoles } from '../../../shared/contracts/roles';
import { api, BASE_PATH, userUrl } from './api';
import { changedTags } from './users';

const rolesApi = api.injectEndpoints({
  endpoints: (builder) => ({
    userProfileFindRoles: builder.query<FindRoles.Response['data'], void>({
      query: () => `${BASE_PATH}/roles`,
      transformResponse: (response: FindRoles.Response) => response.data,
      // Roles are edited on pages of Users & Permissions.
      keepUnusedDataFor: 0,
    }),
    userProfileAssignRole: builder.mutation<AssignRole.Response, AssignRole.Request>({
      query: ({ params: { id }, body }) => ({
        url: userUrl(id, '/role'),
        method: 'PUT',
        data: body,
      }),
      invalidatesTags: (_result, _error, { params: { id } }) => changedTags(id),
    }),
  }),
});

export const {
  useUserProfileFindRolesQuery: useFindRolesQuery,
  useUserProfileAssignRoleMutation: useAssignRoleMutation,
} = rolesApi;
