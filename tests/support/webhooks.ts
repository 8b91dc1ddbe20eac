import http from 'node:http';
import type { AddressInfo } from 'node:net';

import { UIDS } from './database';
import type { AnyBody } from './http';
import type { TestStrapi } from './strapi';

export interface WebhookReceiver {
  url: string;
  /** What came in, in the order in which it came. */
  received: AnyBody[];
  stop(): Promise<void>;
}

/** A site of somebody who has webhooks sent to it. */
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

/** Past Strapi's own form, which in production takes no address of this machine; in force after a restart. */
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
