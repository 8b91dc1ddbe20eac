import type { Core } from '@strapi/strapi';

import type { Person } from '../people';
import { pluginService, type ProfileRef, type Transaction } from '../plugin';

/** What all accounts have in common. */
export interface AccountDefaults {
  roleId: number;
  passwordHash: string;
}

/** Whoever comes through a provider has no password. */
const passwordOf = (person: Person, { passwordHash }: AccountDefaults): string | null =>
  person.connection === 'local' ? passwordHash : null;

/**
 * Makes the account of Users & Permissions; the plugin sees that and makes the profile.
 *
 * It goes round Users & Permissions' own service, which would hash the same password for each.
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
    throw new Error(`The plugin made no profile of ${email}`);
  }
  return { accountId: id, profile };
};
