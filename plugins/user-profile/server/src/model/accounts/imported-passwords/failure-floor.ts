import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

import { MINUTE_MS } from '../../../../../shared/durations';

const REFRESH_MS = 10 * MINUTE_MS;

/** Most checks of the slowest kind end within this multiple of their usual time. */
const MARGIN = 1.5;

interface Clock {
  now(): number;
  wait(ms: number): Promise<unknown>;
}

const systemClock: Clock = { now: () => performance.now(), wait: (ms) => sleep(ms) };

/**
 * Imported hashes take from microseconds to a second to check, so the time of a failed login would reveal which
 * users have one, and so which users exist. While a site has such hashes, every failed check of a password
 * takes as long as the slowest kind in use.
 *
 * @param measureSlowest the time of the slowest check in milliseconds; 0 if there are no imported hashes
 */
export const createFailureFloor = (
  measureSlowest: () => Promise<number>,
  clock: Clock = systemClock
) => {
  let floor: Promise<number> | undefined;
  let measuredAt = 0;

  const measure = (): Promise<number> => {
    measuredAt = clock.now();
    return measureSlowest().then((slowest) => slowest * MARGIN);
  };

  /** The first caller waits for the measurement. Later ones use the previous one until the next is done. */
  const current = (): Promise<number> => {
    if (!floor) {
      floor = measure().catch(() => {
        floor = undefined;
        return 0;
      });
    } else if (clock.now() - measuredAt > REFRESH_MS) {
      void measure().then(
        (next) => {
          floor = Promise.resolve(next);
        },
        () => undefined
      );
    }
    return floor;
  };

  return {
    /**
     * Waits until a failed check has taken as long as the others.
     * @param since when the check began, on the clock of `performance`
     */
    async reach(since: number): Promise<void> {
      const left = (await current()) - (clock.now() - since);
      if (left > 0) {
        await clock.wait(left);
      }
    },

    /** Measures again with the next failure, e.g. after a hash of an unknown kind was found. */
    forget(): void {
      floor = undefined;
    },
  };
};
