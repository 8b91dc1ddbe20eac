import type { Core } from '@strapi/types';

import { LoginRejectedError } from './errors';
import type { ConnectionRef } from './strategy';
import { usersPermissionsSettings } from './users-permissions-settings';

/** @throws LoginRejectedError if the site or the connection accepts no new users */
export const requireSignup = async (
  strapi: Core.Strapi,
  { name, options }: ConnectionRef
): Promise<void> => {
  const { allow_register: isAllowed } = await usersPermissionsSettings(strapi);
  if (isAllowed !== false && options.disable_signup !== true) {
    return;
  }
  throw new LoginRejectedError('signup_disabled', `New users cannot sign up through "${name}"`);
};
