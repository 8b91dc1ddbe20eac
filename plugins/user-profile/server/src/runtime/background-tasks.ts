import type { Core } from '@strapi/types';
import type { Context as KoaContext } from 'koa';

import { getService, type Context } from '../utils/service';

declare module '../utils/service' {
  interface Services {
    'background-tasks': ReturnType<typeof createBackgroundTasks>;
  }
}

type Running = Set<Promise<unknown>>;

/** Work that continues after the function that started it has returned. */
export const createBackgroundTasks = ({ strapi }: Context) => {
  const all: Running = new Set();
  const writes: Running = new Set();
  const ofRequests = new WeakMap<object, Running>();

  const track = (work: Promise<unknown>, sets: Running[]): void => {
    const tracked = work
      .catch(() => undefined)
      .finally(() => sets.forEach((running) => running.delete(tracked)));
    sets.forEach((running) => running.add(tracked));
  };

  const ofRequest = (ctx: object): Running => {
    const running = ofRequests.get(ctx) ?? new Set();
    ofRequests.set(ctx, running);
    return running;
  };

  return {
    /** Adds work that only the shutdown waits for. */
    add(work: Promise<unknown>): void {
      track(work, [all]);
    },

    /** Adds work that the response of the current request waits for, so the next request sees its writes. */
    addToRequest(work: Promise<unknown>): void {
      const ctx = strapi.requestContext.get();
      track(work, ctx ? [all, writes, ofRequest(ctx)] : [all, writes]);
    },

    async settle(): Promise<void> {
      while (all.size > 0) {
        await Promise.all(all);
      }
    },

    /** Waits for the writes that follow the commits so far, and not for jobs. */
    async settleWrites(): Promise<void> {
      await Promise.all(writes);
    },

    /** Waits for the work that the request has added so far. Later work of the same request is not awaited. */
    async settleRequest(ctx: KoaContext): Promise<void> {
      await Promise.all(ofRequests.get(ctx) ?? new Set());
    },
  };
};

/** Runs work once the current transaction is committed; at once if there is no transaction. */
export const afterCommit = async (
  strapi: Core.Strapi,
  work: () => Promise<unknown>
): Promise<void> => {
  if (!strapi.db.inTransaction()) {
    await work();
    return;
  }
  await strapi.db.transaction(({ onCommit }) => {
    onCommit(() => getService(strapi, 'background-tasks').addToRequest(work()));
  });
};
