import type { Core } from '@strapi/types';

/** U&P's `advanced` settings (Users & Permissions 5.54, bootstrap), as far as the plugin reads them. */
export interface UsersPermissionsSettings {
  allow_register?: boolean;
  unique_email?: boolean;
  email_confirmation?: boolean;
  email_reset_password?: string | null;
  default_role?: string;
}

export const usersPermissionsSettings = async (
  strapi: Core.Strapi
): Promise<UsersPermissionsSettings> =>
  ((await strapi.store({ type: 'plugin', name: 'users-permissions' }).get({ key: 'advanced' })) ??
    {}) as UsersPermissionsSettings;
