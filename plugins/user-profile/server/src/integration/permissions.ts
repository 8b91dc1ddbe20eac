import type { Core } from '@strapi/types';

import { ADMIN_ACTIONS, PLUGIN_ID } from '../../../shared/constants';

const DISPLAY_NAMES: Record<keyof typeof ADMIN_ACTIONS, string> = {
  readUsers: 'Read users',
  createUsers: 'Create users',
  updateUsers: 'Edit profiles and metadata',
  blockUsers: 'Block and unblock users',
  deleteUsers: 'Delete users',
  assignRoles: 'Assign roles',
  setCredentials: 'Change email and password',
  exportUsers: 'Export users and the log',
  importUsers: 'Import users',
  readDevices: 'Read devices',
  unlinkDevices: 'Unlink devices',
  readEvents: 'Read history and locations',
  readLog: 'Read the log of all users',
  readConnections: 'Read connections',
  manageConnections: 'Manage connections',
  readStatus: 'Read settings and status',
};

/** Registers the actions of Settings > Roles > Plugins. None of them allows changing `app_metadata`. */
export const registerAdminActions = (strapi: Core.Strapi): Promise<void> => {
  const actions = Object.entries(ADMIN_ACTIONS).map(([key, id]) => {
    const uid = id.slice(`plugin::${PLUGIN_ID}.`.length);
    return {
      section: 'plugins',
      displayName: DISPLAY_NAMES[key as keyof typeof ADMIN_ACTIONS],
      uid,
      subCategory: uid.split('.')[0],
      pluginName: PLUGIN_ID,
    };
  });
  return strapi.service('admin::permission').actionProvider.registerMany(actions);
};
