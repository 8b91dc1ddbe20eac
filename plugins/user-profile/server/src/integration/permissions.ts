import type { Core } from '@strapi/types';

import { ADMIN_ACTIONS, PLUGIN_ID } from '../../../shared/constants';

/** An action as Settings > Roles > Plugins and docs/permissions.md show it. */
interface ActionText {
  label: string;
  allows: string;
}

export const ADMIN_ACTION_TEXTS: Record<keyof typeof ADMIN_ACTIONS, ActionText> = {
  readUsers: {
    label: 'Read users',
    allows:
      'the list, Details and Raw JSON; saved views; roles; the progress of syncs and bulk operations. The profile has the date and IP address of the latest login, and Details lists the applications used',
  },
  createUsers: {
    label: 'Create users',
    allows: 'Create User; send and revoke invitations',
  },
  updateUsers: {
    label: 'Edit profiles and metadata',
    allows: 'edit the profile, account fields and `user_metadata`; send the verification email',
  },
  blockUsers: {
    label: 'Block and unblock users',
    allows: 'block and unblock, also in bulk; lift login blocks',
  },
  deleteUsers: {
    label: 'Delete users',
    allows: 'delete users, also in bulk, and erase their history',
  },
  assignRoles: {
    label: 'Assign roles',
    allows: 'change the role of a user, also in bulk. Any role can be assigned',
  },
  setCredentials: {
    label: 'Change email and password',
    allows:
      'set a password and send a password reset. With *Edit profiles and metadata*, also change the email address, mark email addresses as verified and unlink an identity; with *Create users*, create users whose email address is verified; with *Delete users* as well, link another user',
  },
  exportUsers: {
    label: 'Export users and the log',
    allows:
      'files of users; with *Read devices*, of devices; with *Read the log of all users*, of the log; with *Read history and locations*, of the history of a user',
  },
  importUsers: {
    label: 'Import users',
    allows:
      '[Import](panel.md#import): every import of all admins, their files and reports. An import creates users. With *Edit profiles and metadata*, it can change all users, including passwords of users who never logged in. It changes no email address. Without *Change email and password*, it marks none as verified. With *Read users*, it shows the rows of files that other admins uploaded, and offers account fields as targets of columns',
  },
  readDevices: {
    label: 'Read devices',
    allows: 'the Devices tab with its sessions',
  },
  unlinkDevices: {
    label: 'Unlink devices',
    allows: 'unlink devices, end sessions',
  },
  readEvents: {
    label: 'Read history and locations',
    allows: 'both tabs; browser and place of the latest login, and the logins per day, in Details',
  },
  readLog: {
    label: 'Read the log of all users',
    allows: 'with *Read users*, the Log and Overview pages',
  },
  readConnections: {
    label: 'Read connections',
    allows: 'the Connections page, without secrets',
  },
  manageConnections: {
    label: 'Manage connections',
    allows:
      'create, edit, test, enable, disable and delete connections; sync with Users & Permissions',
  },
  readStatus: {
    label: 'Read settings and status',
    allows: 'Settings > User Profiles',
  },
};

/** Registers the actions of Settings > Roles > Plugins. None of them allows changing `app_metadata`. */
export const registerAdminActions = (strapi: Core.Strapi): Promise<void> => {
  const actions = Object.entries(ADMIN_ACTIONS).map(([key, id]) => {
    const uid = id.slice(`plugin::${PLUGIN_ID}.`.length);
    return {
      section: 'plugins',
      displayName: ADMIN_ACTION_TEXTS[key as keyof typeof ADMIN_ACTIONS].label,
      uid,
      subCategory: uid.split('.')[0],
      pluginName: PLUGIN_ID,
    };
  });
  return strapi.service('admin::permission').actionProvider.registerMany(actions);
};
