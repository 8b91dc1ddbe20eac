import type { Core } from '@strapi/types';

import { createPasswordChecker } from '../model/accounts/imported-passwords/password-checker';

/** The password functions of Users & Permissions' `user` service. */
interface PasswordService {
  validatePassword(password: unknown, hash: unknown): Promise<boolean>;
  ensureHashedPasswords(values: { password: string }): Promise<{ password: string }>;
}

/**
 * Users & Permissions compares passwords in one function, for logins and for password changes, and so does the
 * plugin. Extended after `useNativePasswords`, whose comparison it uses for all hashes of the site.
 */
export const checkImportedPasswords = (strapi: Core.Strapi): void => {
  strapi
    .get('services')
    .extend('plugin::users-permissions.user', (service: PasswordService): PasswordService => {
      const checker = createPasswordChecker(strapi, {
        compare: (password, hash) => service.validatePassword(password, hash),
        hash: async (password) => (await service.ensureHashedPasswords({ password })).password,
      });
      return {
        ...service,
        async validatePassword(password: unknown, stored: unknown) {
          return typeof password === 'string' && typeof stored === 'string'
            ? checker.check(password, stored)
            : service.validatePassword(password, stored);
        },
      };
    });
};
