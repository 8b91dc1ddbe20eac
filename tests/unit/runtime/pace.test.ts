import { EventEmitter } from 'node:events';
import { setImmediate as yieldToEventLoop, setTimeout as sleep } from 'node:timers/promises';

import type { Core } from '@strapi/types';

import { createPace } from '../../../plugins/user-profile/server/src/runtime/pace';

jest.mock('node:timers/promises', () => ({ setImmediate: jest.fn(), setTimeout: jest.fn() }));

describe('the pace of background work', () => {
  const createServer = () => {
    const httpServer = new EventEmitter();
    const pace = createPace({ server: { httpServer } } as unknown as Core.Strapi);
    const request = (method: string, url: string) => httpServer.emit('request', { method, url });
    return { httpServer, pace, request };
  };

  /** A server on which a job runs. */
  const createServerWithJob = () => {
    const server = createServer();
    void server.pace.during(() => new Promise(() => undefined));
    return server;
  };

  it.each([
    ['POST', '/api/auth/local'],
    ['GET', '/api/articles'],
    ['POST', '/user-profile/imports'],
    ['GET', '/user-profile/users'],
  ])('slows down after %s %s', (method, url) => {
    const { pace, request } = createServerWithJob();
    expect(pace.isBusy()).toBe(false);
    request(method, url);
    expect(pace.isBusy()).toBe(true);
  });

  it.each([
    ['GET', '/_health'],
    ['GET', '/user-profile/imports/b4a2?x=1'],
    ['GET', '/user-profile/users/bulk/b4a2'],
    ['GET', '/user-profile/reconcile'],
    ['GET', '/user-profile/status'],
    ['HEAD', '/_health'],
    ['GET', '/api/user-profile/imports/b4a2'],
    ['GET', '/api/user-profile/health'],
    ['GET', '/api/user-profile/metrics'],
  ])('does not slow down after %s %s', (method, url) => {
    const { pace, request } = createServerWithJob();
    request(method, url);
    expect(pace.isBusy()).toBe(false);
  });

  it('sees requests only while a job runs, even if it fails', async () => {
    const { httpServer, pace, request } = createServer();
    request('POST', '/api/auth/local');
    expect(pace.isBusy()).toBe(false);
    const failed = pace.during(async () => {
      expect(httpServer.listenerCount('request')).toBe(1);
      throw new Error('the job failed');
    });
    await expect(failed).rejects.toThrow('the job failed');
    expect(httpServer.listenerCount('request')).toBe(0);
  });

  describe('pauses', () => {
    const NOW = 1_800_000_000_000;
    const WORK_MS = 70;

    beforeEach(() => {
      jest.clearAllMocks();
      jest.spyOn(Date, 'now').mockReturnValue(NOW);
    });

    afterEach(() => jest.restoreAllMocks());

    it('for twice as long as the work after a login', async () => {
      const { pace, request } = createServerWithJob();
      request('POST', '/api/auth/local');
      await pace.pause(NOW - WORK_MS);
      expect(jest.mocked(sleep).mock.calls).toEqual([[2 * WORK_MS]]);
      expect(yieldToEventLoop).not.toHaveBeenCalled();
    });

    it('for a third of the lease of its job at most', async () => {
      const { pace, request } = createServerWithJob();
      request('POST', '/api/auth/local');
      await pace.pause(NOW - 40_000);
      expect(jest.mocked(sleep).mock.calls).toEqual([[20_000]]);
    });

    it('only for the event loop beside a monitor, and a second after a login', async () => {
      const { pace, request } = createServerWithJob();
      request('POST', '/api/auth/local');
      jest.mocked(Date.now).mockReturnValue(NOW + 1000);
      request('GET', '/_health');
      request('GET', '/api/user-profile/metrics');
      await pace.pause(NOW + 1000 - WORK_MS);
      expect(sleep).not.toHaveBeenCalled();
      expect(yieldToEventLoop).toHaveBeenCalledTimes(1);
    });
  });
});
