import type { Context as KoaContext } from 'koa';

import type { Context } from '../utils/service';

declare module '../utils/service' {
  interface Services {
    'background-tasks': ReturnType<typeof createBackgroundTasks>;
  }
}

type Running = Set<Promise<unknown>>;

/** Work that goes on beside what started it. */
export const createBackgroundTasks = ({ strapi }: Context) => {
  const all: Running = new Set();
  const ofRequests = new WeakMap<object, Running>();

  const track = (work: Promise<unknown>, places: Running[]): void => {
    const tracked = work
      .catch(() => undefined)
      .finally(() => places.forEach((running) => running.delete(tracked)));
    places.forEach((running) => running.add(tracked));
  };

  const ofRequest = (ctx: object): Running => {
    const running = ofRequests.get(ctx) ?? new Set();
    ofRequests.set(ctx, running);
    return running;
  };

  return {
    /** Work that nobody waits for, so that a stop can wait for it. */
    add(work: Promise<unknown>): void {
      track(work, [all]);
    },

    /** Work that the answer to the request waits for: whoever reads next finds what it wrote. */
    addToRequest(work: Promise<unknown>): void {
      const ctx = strapi.requestContext.get();
      track(work, ctx ? [all, ofRequest(ctx)] : [all]);
    },

    async settle(): Promise<void> {
      while (all.size > 0) {
        await Promise.all(all);
      }
    },

    /** Waits for what the request has started until now: work that goes on after it may start more. */
    async settleRequest(ctx: KoaContext): Promise<void> {
      await Promise.all(ofRequests.get(ctx) ?? new Set());
    },
  };
};
