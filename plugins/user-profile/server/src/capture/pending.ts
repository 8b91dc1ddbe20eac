/** Work that nobody waits for, so that a stop can wait for it. */
export const createPending = () => {
  const running = new Set<Promise<unknown>>();
  return {
    add(work: Promise<unknown>): void {
      const tracked = work.catch(() => undefined).finally(() => running.delete(tracked));
      running.add(tracked);
    },
    async settle(): Promise<void> {
      while (running.size > 0) await Promise.all(running);
    },
  };
};
