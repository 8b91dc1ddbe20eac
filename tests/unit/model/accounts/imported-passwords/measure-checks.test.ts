import type { Core } from '@strapi/types';

import type { ImportedHash } from '../../../../../plugins/user-profile/server/src/model/accounts/imported-passwords/imported-hash';
import { createCheckTimes } from '../../../../../plugins/user-profile/server/src/model/accounts/imported-passwords/measure-checks';
import { verifyHash } from '../../../../../plugins/user-profile/server/src/model/accounts/imported-passwords/verify-hash';

const BCRYPT: ImportedHash = {
  v: 1,
  algorithm: 'bcrypt',
  encoded: '$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy',
  digest: 'sha256',
  salt: '',
  position: 'prefix',
};

/** A site whose hashes have the given kinds. */
const createStrapi = (kinds: string[]) =>
  ({
    db: {
      query: () => ({
        findOne: async ({ where }: { where: { parameters: { $gt: string } } }) => {
          const parameters = kinds.find((kind) => kind > where.parameters.$gt);
          return parameters === undefined ? null : { parameters, hash: BCRYPT };
        },
      }),
    },
  }) as unknown as Core.Strapi;

/** @param takes the time of each check: the first two are those of the site's own hashes */
const createTimes = (kinds: string[], takes: number[]) => {
  let time = 0;
  let checks = 0;
  const compare = async () => {
    time += takes[checks] ?? 0;
    checks += 1;
    return false;
  };
  const times = createCheckTimes(
    createStrapi(kinds),
    { compare, hash: async () => 'hash' },
    () => time
  );
  return { times, checks: () => checks, pass: (ms: number) => (time += ms) };
};

describe('the time of the slowest check', () => {
  it('is that of the slowest kind, each measured twice and once only', async () => {
    const { times, checks } = createTimes(['a', 'b'], [60, 70, 900, 200, 100, 150]);
    expect(await times.slowest()).toBe(200);
    expect(await times.slowest()).toBe(200);
    expect(checks()).toBe(6);
  });

  it('does not contain the time for which a check waits for others', async () => {
    const { times, pass } = createTimes(['a'], [60, 60, 100, 100]);
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const others = Array.from({ length: 20 }, () =>
      verifyHash(BCRYPT, 'password', async () => {
        await gate;
        pass(1000);
        return true;
      })
    );
    const slowest = times.slowest();
    await new Promise((resolve) => setImmediate(resolve));
    release();
    await Promise.all(others);
    expect(await slowest).toBe(100);
  });
});

describe('a kind of hash', () => {
  it('is new until it was measured', async () => {
    const { times } = createTimes(['a'], []);
    expect(times.isNew('a')).toBe(true);
    await times.slowest();
    expect([times.isNew('a'), times.isNew('b')]).toEqual([false, true]);
  });

  it('is not new if a site has more kinds than are measured', async () => {
    const kinds = Array.from({ length: 60 }, (_, index) => `kind ${index + 100}`);
    const { times } = createTimes(kinds, []);
    await times.slowest();
    expect(times.isNew(String(kinds.at(-1)))).toBe(false);
  });
});
