import { setImmediate as yieldToEventLoop, setTimeout as sleep } from 'node:timers/promises';

import type { Core } from '@strapi/types';

/** The server counts as busy for this long after a request. */
const BUSY_MS = 250;

/** Leaves half of the time to requests while there are any, and otherwise none. */
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
      await (isBusy() ? sleep(Date.now() - since) : yieldToEventLoop());
    },
  };
};
