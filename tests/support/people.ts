import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';

import type { CreateUser } from '../../plugins/user-profile/shared/contracts/user-writes';
import { login } from './accounts';
import { mustCall } from './admin-api';
import type { TestStrapi } from './strapi';

/** The password of all users that `createPeople` creates. */
export const PASSWORD = 'correct-horse-7';

/** The email address of `Acacia Sample` is `acacia.sample@example.test`. */
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
      throw new Error(`Nobody is called ${name}`);
    }
    return id;
  };
};

export const logIn = (app: TestStrapi, name: string, password = PASSWORD) =>
  login(app, { identifier: emailOf(name), password });

/** Compares like `toEqual`, because PostgreSQL does not keep the key order of a JSON column. */
const isSame = (one: unknown, other: unknown): boolean => {
  const plain = (value: unknown) => JSON.parse(JSON.stringify(value) ?? 'null') as unknown;
  return isDeepStrictEqual(plain(one), plain(other));
};

/** Polls until the value is equal. After ten seconds it fails with the difference. */
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
