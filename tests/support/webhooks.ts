import http from 'node:http';
import type { AddressInfo } from 'node:net';

import { UIDS } from './database';
import type { AnyBody } from './http';
import type { TestStrapi } from './strapi';

export interface WebhookReceiver {
  url: string;
  /** The received bodies, oldest first. */
  received: AnyBody[];
  stop(): Promise<void>;
}

/** Starts a server that receives webhooks. */
export const startWebhookReceiver = async (): Promise<WebhookReceiver> => {
  const received: AnyBody[] = [];
  const server = http.createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => (text += chunk));
    request.on('end', () => {
      received.push(JSON.parse(text));
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    received,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};

/** Inserts the row: Strapi rejects loopback URLs in production. Takes effect after a restart. */
export const createWebhook = async (
  app: Pick<TestStrapi, 'database'>,
  url: string,
  events: readonly string[]
): Promise<void> => {
  await app.database.insert(UIDS.webhook, {
    name: 'test',
    url,
    headers: {},
    events,
    enabled: true,
  });
};
