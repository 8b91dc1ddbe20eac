import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';

/** Compares like `toEqual`: PostgreSQL returns the keys of a JSON column in a different order. */
const isSame = (one: unknown, other: unknown): boolean => {
  const plain = (value: unknown) => JSON.parse(JSON.stringify(value) ?? 'null') as unknown;
  return isDeepStrictEqual(plain(one), plain(other));
};

/** Reads a value until it is as expected, and fails with the difference after 30 seconds. */
export const waitForEqual = async <T>(read: () => Promise<T>, expected: T): Promise<void> => {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const found = await read();
    if (Date.now() > deadline || isSame(found, expected)) {
      expect(found).toEqual(expected);
      return;
    }
    await sleep(50);
  }
};
