import type { Core } from '@strapi/types';

import type { JwtManagement } from '../../../shared/contracts/settings';

/** How Users & Permissions keeps sign-in state; `legacy-support` is its default. */
export const jwtManagement = (strapi: Core.Strapi): JwtManagement =>
  strapi.config.get('plugin::users-permissions.jwtManagement', 'legacy-support');
