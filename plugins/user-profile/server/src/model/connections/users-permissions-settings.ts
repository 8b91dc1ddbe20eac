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

/** The attributes that the site accepts at sign-up, as `register.allowedFields` of U&P's configuration. */
export const fieldsAtSignUp = (strapi: Core.Strapi): string[] => {
  const allowed: unknown = strapi.config.get('plugin::users-permissions.register.allowedFields');
  return Array.isArray(allowed) ? allowed.filter((name) => typeof name === 'string') : [];
};
