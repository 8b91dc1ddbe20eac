import {
  limitConcurrency,
  limitConcurrencyPerKey,
} from '../../../plugins/user-profile/server/src/utils/limit-concurrency';

const settle = () => new Promise((resolve) => setImmediate(resolve));

/** Starts work that ends when it is released. */
const createWork = (limited: ReturnType<typeof limitConcurrency>) => {
  const started: string[] = [];
  const releases = new Map<string, (error?: Error) => void>();
  const start = (name: string): Promise<string> =>
    limited(
      () =>
        new Promise((resolve, reject) => {
          started.push(name);
          releases.set(name, (error) => (error ? reject(error) : resolve(name)));
        })
    );
  return { started, start, release: (name: string, error?: Error) => releases.get(name)?.(error) };
};

describe('limitConcurrency', () => {
  it('runs as many as allowed at once, and the others in their order', async () => {
    const { started, start, release } = createWork(limitConcurrency(2));
    const all = Promise.all(['a', 'b', 'c', 'd'].map(start));
    await settle();
    expect(started).toEqual(['a', 'b']);
    release('b');
    await settle();
    expect(started).toEqual(['a', 'b', 'c']);
    ['a', 'c'].forEach((name) => release(name));
    await settle();
    release('d');
    expect(await all).toEqual(['a', 'b', 'c', 'd']);
  });

  it('goes on after a failure', async () => {
    const { started, start, release } = createWork(limitConcurrency(1));
    const first = start('a');
    const second = start('b');
    release('a', new Error('failed'));
    await expect(first).rejects.toThrow('failed');
    await settle();
    expect(started).toEqual(['a', 'b']);
    release('b');
    expect(await second).toBe('b');
  });
});

describe('limitConcurrencyPerKey', () => {
  it('limits the work of each key apart, also after a key was without work', async () => {
    const limit = limitConcurrencyPerKey();
    const works = {
      a: createWork((work) => limit('a', 1, work)),
      b: createWork((work) => limit('b', 1, work)),
    };
    for (let round = 1; round <= 2; round += 1) {
      const all = Promise.all([
        works.a.start('first'),
        works.a.start('second'),
        works.b.start('first'),
      ]);
      await settle();
      expect(works.a.started).toHaveLength(2 * round - 1);
      expect(works.b.started).toHaveLength(round);
      works.a.release('first');
      works.b.release('first');
      await settle();
      expect(works.a.started).toHaveLength(2 * round);
      works.a.release('second');
      await all;
    }
  });
});
