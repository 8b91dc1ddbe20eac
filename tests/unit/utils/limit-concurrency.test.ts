import { limitConcurrency } from '../../../plugins/user-profile/server/src/utils/limit-concurrency';

const settle = () => new Promise((resolve) => setImmediate(resolve));

/** Starts work that ends when it is released. */
const createWork = (inTurn: ReturnType<typeof limitConcurrency>) => {
  const started: string[] = [];
  const releases = new Map<string, (error?: Error) => void>();
  const start = (name: string): Promise<string> =>
    inTurn(
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
