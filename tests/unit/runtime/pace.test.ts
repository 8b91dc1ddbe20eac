import { EventEmitter } from 'node:events';

import type { Core } from '@strapi/types';

import { createPace } from '../../../plugins/user-profile/server/src/runtime/pace';

describe('the pace of background work', () => {
  const createServer = () => {
    const httpServer = new EventEmitter();
    const pace = createPace({ server: { httpServer } } as unknown as Core.Strapi);
    const request = (method: string, url: string) => httpServer.emit('request', { method, url });
    return { pace, request };
  };

  it.each([
    ['POST', '/api/auth/local'],
    ['GET', '/api/articles'],
    ['POST', '/user-profile/imports'],
  ])('slows down after %s %s', (method, url) => {
    const { pace, request } = createServer();
    expect(pace.isBusy()).toBe(false);
    request(method, url);
    expect(pace.isBusy()).toBe(true);
  });

  it.each([
    ['GET', '/_health'],
    ['GET', '/user-profile/imports/b4a2?x=1'],
    ['GET', '/api/user-profile/imports/b4a2'],
  ])('does not slow down after %s %s', (method, url) => {
    const { pace, request } = createServer();
    request(method, url);
    expect(pace.isBusy()).toBe(false);
  });
});
