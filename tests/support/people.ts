import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';

import type { CreateUser } from '../../plugins/user-profile/shared/contracts/user-writes';
import { mustCall } from './admin-api';
import { PASSWORD } from './passwords';
import type { TestStrapi } from './strapi';

/** `Acacia Sample` has the address `acacia.sample@example.test`. */
export const emailOf = (name: string): string =>
  `${name.toLowerCase().replaceAll(' ', '.')}@example.test`;

/**
 * Makes users as an admin would, in this order.
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
      throw new Error(`Nobody is called ${name}`);
    }
    return id;
  };
};
/** As `toEqual` compares: PostgreSQL gives the keys of a JSON column in an order of its own. */
const isSame = (one: unknown, other: unknown): boolean => {
  const plain = (value: unknown) => JSON.parse(JSON.stringify(value) ?? 'null') as unknown;
  return isDeepStrictEqual(plain(one), plain(other));
};

/** Looks again and again until it is so, and fails with the difference when it does not come to that. */
export const untilEqual = async <T>(look: () => Promise<T>, wanted: T): Promise<void> => {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const found = await look();
    if (Date.now() > deadline || isSame(found, wanted)) {
      expect(found).toEqual(wanted);
      return;
    }
    await sleep(50);
  }
};
