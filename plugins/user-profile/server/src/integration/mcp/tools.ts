import type { Core } from '@strapi/types';
import { z } from '@strapi/utils';

import { ADMIN_ACTIONS } from '../../../../shared/constants';
import { blockTerms } from '../../../../shared/contracts/blocks';
import {
  findDevicesQuery,
  findDevicesResponse,
  unlinkDeviceResponse,
} from '../../../../shared/contracts/devices';
import { searchHistoryQuery, searchLogResponse } from '../../../../shared/contracts/event-log';
import { findLocationsQuery, findLocationsResponse } from '../../../../shared/contracts/locations';
import { findRolesResponse, roleName } from '../../../../shared/contracts/roles';
import {
  findPartialUserResponse,
  findUserQuery,
  findUsersQuery,
  findUsersResponse,
  updatedUserResponse,
} from '../../../../shared/contracts/users';
import { shownTo } from '../../controllers/handlers/shown';
import { pickFields } from '../../model/users/fields';
import { getService } from '../../utils/service';
import { defineTool } from './define-tool';

const id = z.string().min(1).max(512).describe('The `documentId` or `user_id` of the user.');
const deviceId = z.string().min(1).max(512).describe('The `device_id` of the device.');

const LAST_TWO_DAYS = 'Without `filters.date`, the list covers the last two days.';

const rowOf = (strapi: Core.Strapi, user: string) => getService(strapi, 'user-reader').getRow(user);

const describeChanged = async (
  strapi: Core.Strapi,
  user: string,
  can: (action: string) => boolean
) => shownTo(can(ADMIN_ACTIONS.readUsers), await getService(strapi, 'user-details').describe(user));

export const TOOLS = [
  defineTool({
    name: 'user_profile_list_users',
    title: 'User Profiles: list users',
    description:
      'List the users of the site, with search, filters, sorting and pagination by page or cursor. Use `fields` to get only the attributes that you need.',
    action: ADMIN_ACTIONS.readUsers,
    input: findUsersQuery,
    output: findUsersResponse,
    run: (strapi, query) => getService(strapi, 'user-reader').find(query),
  }),

  defineTool({
    name: 'user_profile_get_user',
    title: 'User Profiles: get user',
    description:
      'Get the profile of a user, the actions that are available for the user, and the active login blocks.',
    action: ADMIN_ACTIONS.readUsers,
    input: findUserQuery.extend({ id }),
    output: findPartialUserResponse,
    async run(strapi, { id: user, fields, account_fields: asked }) {
      const { data, meta } = await getService(strapi, 'user-details').describe(user, { asked });
      return { data: pickFields(data, fields), meta };
    },
  }),

  defineTool({
    name: 'user_profile_list_devices',
    title: 'User Profiles: list devices',
    description:
      'List the devices that a user is logged in on or has logged in from, the most recently used first, with the number of active sessions.',
    action: ADMIN_ACTIONS.readDevices,
    input: findDevicesQuery.extend({ id }),
    output: findDevicesResponse,
    async run(strapi, { id: user, pagination }) {
      const row = await rowOf(strapi, user);
      return getService(strapi, 'devices').findForUser(row.id, pagination);
    },
  }),

  defineTool({
    name: 'user_profile_list_events',
    title: 'User Profiles: list events',
    description: `List the history of a user, newest first: logins, failures, logouts, changes and who made them. Types are event codes of Auth0, such as \`s\` for a login and \`fp\` for a wrong password. ${LAST_TWO_DAYS}`,
    action: ADMIN_ACTIONS.readEvents,
    input: searchHistoryQuery.extend({ id }),
    output: searchLogResponse,
    async run(strapi, { id: user, filters, ...query }) {
      const row = await rowOf(strapi, user);
      return getService(strapi, 'event-search').find({
        ...query,
        filters: { ...filters, user: { $eq: String(row.document_id) } },
      });
    },
  }),

  defineTool({
    name: 'user_profile_list_locations',
    title: 'User Profiles: list locations',
    description: `List the places that a user logged in from, with the number of logins, most logins first. ${LAST_TWO_DAYS}`,
    action: ADMIN_ACTIONS.readEvents,
    input: findLocationsQuery.extend({ id }),
    output: findLocationsResponse,
    async run(strapi, { id: user, filters }) {
      const row = await rowOf(strapi, user);
      return getService(strapi, 'locations').findForProfile(row.document_id, filters.date);
    },
  }),

  defineTool({
    name: 'user_profile_block_user',
    title: 'User Profiles: block user (destructive)',
    description:
      'Block a user: reject new logins and end all sessions immediately. Unblocking does not bring the sessions back. Confirm with the admin before blocking.',
    action: ADMIN_ACTIONS.blockUsers,
    input: z.strictObject({ id, ...blockTerms }),
    output: updatedUserResponse,
    async run(strapi, { id: user, ...terms }, can) {
      await getService(strapi, 'user-actions').block(user, terms);
      return describeChanged(strapi, user, can);
    },
  }),

  defineTool({
    name: 'user_profile_unblock_user',
    title: 'User Profiles: unblock user',
    description: 'Unblock a user, who can then log in again. Ended sessions stay ended.',
    action: ADMIN_ACTIONS.blockUsers,
    input: z.strictObject({ id }),
    output: updatedUserResponse,
    async run(strapi, { id: user }, can) {
      await getService(strapi, 'user-actions').unblock(user);
      return describeChanged(strapi, user, can);
    },
  }),

  defineTool({
    name: 'user_profile_list_roles',
    title: 'User Profiles: list roles',
    description: 'List the roles of Users & Permissions, to filter users by role or to assign one.',
    action: ADMIN_ACTIONS.readUsers,
    input: z.strictObject({}),
    output: findRolesResponse,
    run: async (strapi) => ({ data: await getService(strapi, 'user-roles').findAll() }),
  }),

  defineTool({
    name: 'user_profile_assign_role',
    title: 'User Profiles: assign role',
    description:
      'Assign a role of Users & Permissions to a user, which changes what the user may do from the next request on. Take the role from user_profile_list_roles, and confirm with the admin before assigning.',
    action: ADMIN_ACTIONS.assignRoles,
    input: z.strictObject({ id, role: roleName }),
    output: updatedUserResponse,
    async run(strapi, { id: user, role }, can) {
      await getService(strapi, 'user-roles').assign(user, role);
      return describeChanged(strapi, user, can);
    },
  }),

  defineTool({
    name: 'user_profile_unlink_device',
    title: 'User Profiles: unlink device (destructive)',
    description:
      'Unlink a device of a user: end all sessions of the device immediately. The user can log in on it again. Take the `device_id` from user_profile_list_devices, and confirm with the admin before unlinking.',
    action: ADMIN_ACTIONS.unlinkDevices,
    input: z.strictObject({ id, device_id: deviceId }),
    output: unlinkDeviceResponse,
    run: async (strapi, { id: user, device_id: device }) => ({
      data: await getService(strapi, 'device-unlinker').unlink(user, device),
    }),
  }),
];
