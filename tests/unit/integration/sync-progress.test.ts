import type { Core } from '@strapi/types';

import {
  secondsLeft,
  startProgress,
} from '../../../plugins/user-profile/server/src/integration/reconcile/progress';

const START = Date.UTC(2026, 0, 31);

describe('the progress of a sync', () => {
  const log: string[] = [];
  const strapi = { log: { info: (line: string) => log.push(line) } } as unknown as Core.Strapi;

  beforeEach(() => {
    log.length = 0;
    jest.useFakeTimers({ now: START });
  });

  afterEach(() => jest.useRealTimers());

  const after = (seconds: number) => jest.setSystemTime(START + seconds * 1000);

  it('is logged every ten seconds, with the rate and the time left', () => {
    const progress = startProgress(strapi, 'accounts', 600_000, null);
    after(9);
    progress.add(9000);
    expect(log).toEqual([]);
    after(10);
    progress.add(1000);
    after(19);
    progress.add(9000);
    after(20);
    progress.add(571_000);
    expect(log).toEqual([
      '[user-profile] syncing accounts: 10,000 of 600,000, 1,000 per second, about 10 minutes left',
      '[user-profile] syncing accounts: 590,000 of 600,000, 29,500 per second, less than a minute left',
    ]);
  });

  it('continues that of an interrupted run of the same step, with the rate of the new run', () => {
    const saved = { step: 'accounts', done: 5000, total: 9000, per_second: 70 } as const;
    const progress = startProgress(strapi, 'accounts', 10_000, saved);
    after(10);
    progress.add(1000);
    expect(progress.current()).toEqual({ ...saved, done: 6000, total: 10_000, per_second: 100 });
    expect(log).toEqual([expect.stringMatching(/6,000 of 10,000, 100 per second, about 1 minute/)]);
    const other = startProgress(strapi, 'users', 10, saved);
    expect(other.current()).toEqual({ step: 'users', done: 0, total: 10, per_second: 0 });
  });

  it('counts rows that were inserted after the start', () => {
    const progress = startProgress(strapi, 'users', 10, null);
    after(1);
    progress.add(11);
    expect(progress.current()).toMatchObject({ done: 11, total: 11 });
    expect(secondsLeft(progress.current())).toBe(0);
  });

  it.each([
    [0, null],
    [30, 4],
    [1000, 1],
  ])('at %i rows per second takes %p seconds more', (rate, expected) => {
    const progress = { step: 'users', done: 10, total: 110, per_second: rate } as const;
    expect(secondsLeft(progress)).toBe(expected);
  });
});
