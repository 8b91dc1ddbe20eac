/**
 * Work that ignores the signal keeps running after the time limit; its result is discarded.
 *
 * @throws what `onTimeout` returns, once the time limit is over
 */
export const withTimeout = <T>(
  ms: number,
  work: (signal: AbortSignal) => T | Promise<T>,
  onTimeout: () => Error
): Promise<T> => {
  const signal = AbortSignal.timeout(ms);
  return new Promise<T>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(onTimeout()));
    Promise.resolve()
      .then(() => work(signal))
      .then(resolve, reject);
  });
};
