import { randomBytes } from 'node:crypto';

import type { Core } from '@strapi/types';

import { MAX_PASSWORD_BYTES } from '../../../../shared/user-fields';
import { isReference } from '../accounts/imported-passwords/reference';

/** Passwords as Users & Permissions stores and compares them. */
export const createPasswords = (strapi: Core.Strapi) => {
  const users = () => strapi.plugin('users-permissions').service('user');

  const hash = async (password: string): Promise<string> =>
    (await users().ensureHashedPasswords({ password })).password;

  let dummy: Promise<string> | undefined;
  /** The hash of a random password. Comparing with it takes as long as with a user's. */
  const dummyHash = (): Promise<string> => (dummy ??= hash(randomBytes(24).toString('base64')));

  return {
    hash,

    /** Takes the same time if no password is stored: otherwise the time reveals which users have one. */
    async matches(password: string, stored: string | null | undefined): Promise<boolean> {
      const isWhole = isReference(stored) || Buffer.byteLength(password) <= MAX_PASSWORD_BYTES;
      const isEqual: boolean = await users().validatePassword(
        password,
        stored || (await dummyHash())
      );
      return isEqual && isWhole && Boolean(stored);
    },
  };
};

export type Passwords = ReturnType<typeof createPasswords>;
