/** @returns a function that runs work at once if fewer than `max` runs are in progress, and otherwise queues it */
export const limitConcurrency = (max: number) => {
  const waiting: (() => void)[] = [];
  let running = 0;

  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= max) {
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) {
        next();
      } else {
        running -= 1;
      }
    }
  };
};

/** The same for each key. A key without work in progress takes no memory. */
export const limitConcurrencyPerKey = () => {
  const limits = new Map<string, { run: ReturnType<typeof limitConcurrency>; works: number }>();

  return async <T>(key: string, max: number, work: () => Promise<T>): Promise<T> => {
    const limit = limits.get(key) ?? { run: limitConcurrency(max), works: 0 };
    limits.set(key, limit);
    limit.works += 1;
    try {
      return await limit.run(work);
    } finally {
      limit.works -= 1;
      if (limit.works === 0) {
        limits.delete(key);
      }
    }
  };
};
