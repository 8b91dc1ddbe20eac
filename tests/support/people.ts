import type { CreateUser } from '../../plugins/user-profile/shared/contracts/user-writes';
import { mustCall } from './admin-api';
import { PASSWORD } from './passwords';
import type { TestStrapi } from './strapi';

/** `Acacia Sample` is `acacia.sample@example.test`. */
export const emailOf = (name: string): string =>
  `${name.toLowerCase().replaceAll(' ', '.')}@example.test`;

/**
 * Creates users through the admin API, in this order.
 * @returns the `documentId` of each name
 */
export const createPeople = async (
  app: TestStrapi,
  names: readonly string[]
): Promise<(name: string) => string> => {
  const ids = new Map<string, string>();
  for (const name of names) {
    const { data } = await mustCall<CreateUser.Response>(app, 'POST', '/users', {
      data: {
        connection: 'local',
        email: emailOf(name),
        password: PASSWORD,
        name,
        email_verified: true,
      },
    });
    ids.set(name, data.documentId);
  }

  return (name) => {
    const id = ids.get(name);
    if (!id) {
      throw new Error(`There is no user ${name}`);
    }
    return id;
  };
};
