import { setImmediate as yieldToEventLoop, setTimeout as sleep } from 'node:timers/promises';

import type { Core } from '@strapi/types';

/** The server counts as busy for this long after a request. */
const BUSY_MS = 1000;

/** While it is busy, pauses are this many times as long as the work. */
const PAUSE_FACTOR = 2;

/** Leaves two thirds of the time to requests while there are any, and otherwise none. */
export const createPace = (strapi: Core.Strapi) => {
  let requestedAt = 0;
  strapi.server.httpServer.on('request', () => {
    requestedAt = Date.now();
  });

  const isBusy = (): boolean => Date.now() - requestedAt < BUSY_MS;

  return {
    isBusy,

    /** @param since when the work began that this pause follows */
    async pause(since: number): Promise<void> {
      await (isBusy() ? sleep(PAUSE_FACTOR * (Date.now() - since)) : yieldToEventLoop());
    },
  };
};
