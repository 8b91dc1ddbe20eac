import type { IncomingMessage } from 'node:http';
import { setImmediate as yieldToEventLoop, setTimeout as sleep } from 'node:timers/promises';

import type { Core } from '@strapi/types';

import { LEASE_MS } from './jobs';

/** The server counts as busy for this long after a request. */
const BUSY_MS = 1000;

/** While it is busy, pauses are this many times as long as the work. */
const PAUSE_FACTOR = 2;

/** No pause is longer, however slow the database was: the job must keep its lease until it next renews it. */
const MAX_PAUSE_MS = LEASE_MS / 3;

/** Health checks, monitors, and pages and programs that wait for the end of a job come without pause and cost little. */
const isPoll = ({ method, url = '' }: IncomingMessage): boolean =>
  (method === 'GET' || method === 'HEAD') &&
  /^\/_health\b|\/user-profile\/(imports|users\/bulk|reconcile|status|health|metrics)\b/.test(url);

/**
 * Leaves two thirds of the time to requests while there are any, less after work that takes very long, and
 * otherwise none.
 */
export const createPace = (strapi: Core.Strapi) => {
  const { httpServer } = strapi.server;
  let requestedAt = 0;

  const see = (request: IncomingMessage): void => {
    if (!isPoll(request)) {
      requestedAt = Date.now();
    }
  };

  const isBusy = (): boolean => Date.now() - requestedAt < BUSY_MS;

  return {
    /** Runs a job. Requests are seen only while one runs, so others cost nothing. */
    async during<T>(job: () => Promise<T>): Promise<T> {
      httpServer.on('request', see);
      try {
        return await job();
      } finally {
        httpServer.off('request', see);
      }
    },

    isBusy,

    /** @param since when the work began that this pause follows */
    async pause(since: number): Promise<void> {
      const pause = Math.min(PAUSE_FACTOR * (Date.now() - since), MAX_PAUSE_MS);
      await (isBusy() ? sleep(pause) : yieldToEventLoop());
    },
  };
};

export type Pace = ReturnType<typeof createPace>;
