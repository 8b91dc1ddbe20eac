import { createFailureFloor } from '../../../../../plugins/user-profile/server/src/model/accounts/imported-passwords/failure-floor';

const MINUTE_MS = 60_000;

/** A clock that passes only while something is checked, measured or waited for. */
const createClock = () => {
  let time = 0;
  const waits: number[] = [];
  return {
    waits,
    pass: (ms: number) => {
      time += ms;
    },
    clock: {
      now: () => time,
      wait: async (ms: number) => {
        waits.push(ms);
        time += ms;
      },
    },
  };
};

/** @param slowest the time of the slowest check, at each measurement */
const createFloor = (...slowest: (number | Error)[]) => {
  const { clock, pass, waits } = createClock();
  let measured = 0;
  const floor = createFailureFloor(async () => {
    const next = slowest[Math.min(measured, slowest.length - 1)];
    measured += 1;
    if (next instanceof Error) {
      throw next;
    }
    return next;
  }, clock);
  /** @returns how long a check takes that fails after this time */
  const check = async (takes: number): Promise<number> => {
    const since = clock.now();
    pass(takes);
    await floor.reach(since);
    return clock.now() - since;
  };
  return { check, pass, waits, floor, measurements: () => measured };
};

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('a failed check of a password', () => {
  it('takes the same time for each kind of hash', async () => {
    const { check } = createFloor(200);
    const [none, bcrypt, slowest] = [await check(0), await check(60), await check(200)];
    expect([none, bcrypt, slowest]).toEqual([300, 300, 300]);
  });

  it('is not delayed if the site has no imported hashes', async () => {
    const { check, waits } = createFloor(0);
    expect(await check(60)).toBe(60);
    expect(waits).toEqual([]);
  });

  it('is measured once, and again ten minutes later while the old time still applies', async () => {
    const { check, pass, measurements } = createFloor(200, 0);
    await check(0);
    await check(0);
    expect(measurements()).toBe(1);
    pass(11 * MINUTE_MS);
    expect(await check(0)).toBe(300);
    await settle();
    expect(measurements()).toBe(2);
    expect(await check(0)).toBe(0);
  });

  it('is measured again after an unknown kind was found', async () => {
    const { check, floor } = createFloor(100, 400);
    expect(await check(0)).toBe(150);
    floor.forget();
    expect(await check(0)).toBe(600);
  });

  it('is not delayed if the database fails, and is measured at the next one', async () => {
    const { check } = createFloor(new Error('no connection'), 100);
    expect(await check(10)).toBe(10);
    expect(await check(10)).toBe(150);
  });
});
