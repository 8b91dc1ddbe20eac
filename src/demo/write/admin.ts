import type { Core } from '@strapi/strapi';

import settings from '../settings.json';

/** Creates a super admin unless an admin exists. */
export const writeAdmin = async (strapi: Core.Strapi): Promise<void> => {
  const users = strapi.service('admin::user');
  if (await users.exists()) {
    return;
  }
  const role = await strapi.service('admin::role').getSuperAdmin();
  await users.create({
    firstname: 'Demo',
    lastname: 'Admin',
    email: process.env.DEMO_ADMIN_EMAIL ?? settings.admin.email,
    password: process.env.DEMO_ADMIN_PASSWORD ?? settings.admin.password,
    isActive: true,
    registrationToken: null,
    roles: [role.id],
  });
};
