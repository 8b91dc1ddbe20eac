import type { Core } from '@strapi/strapi';

import type { Person } from '../people';
import { pluginService, type ProfileRef, type Transaction } from '../plugin';

/** The values that all sample accounts share. */
export interface AccountDefaults {
  roleId: number;
  passwordHash: string;
}

/** Accounts of providers have no password. */
const passwordOf = (person: Person, { passwordHash }: AccountDefaults): string | null =>
  person.connection === 'local' ? passwordHash : null;

/**
 * Creates the account of Users & Permissions. A lifecycle of the plugin then creates the profile.
 *
 * Does not use the user service of Users & Permissions, which would hash the same password every time.
 */
export const createAccount = async (
  strapi: Core.Strapi,
  trx: Transaction,
  person: Person,
  defaults: AccountDefaults
): Promise<{ accountId: number; profile: ProfileRef }> => {
  const { email, username, connection, habit, confirmed, signedUp } = person;
  const { id } = await strapi.db.query('plugin::users-permissions.user').create({
    data: {
      email,
      username,
      provider: connection,
      password: passwordOf(person, defaults),
      confirmed,
      blocked: habit === 'blocked',
      role: defaults.roleId,
      createdAt: signedUp,
      updatedAt: signedUp,
      publishedAt: signedUp,
    },
  });
  const profile = await pluginService(strapi, 'accounts').ensureProfile(trx, id);
  if (!profile) {
    throw new Error(`The plugin did not create a profile for ${email}`);
  }
  return { accountId: id, profile };
};
