import { randomBytes } from 'node:crypto';

import type { TestStrapi } from './strapi';

type App = Pick<TestStrapi, 'request' | 'adminToken'>;
type Kind = 'read-only' | 'full-access' | 'custom';

export const actionOf = (handler: string): string => `plugin::user-profile.${handler}`;

/** Creates an API token of the content API. A `custom` token may call the given handlers. */
export const makeApiToken = async (
  app: App,
  type: Kind,
  handlers?: string[]
): Promise<{ token: string; name: string }> => {
  const name = `${type} ${randomBytes(4).toString('hex')}`;
  const { status, body } = await app.request('POST', '/admin/api-tokens', {
    token: await app.adminToken(),
    body: {
      name,
      description: '',
      type,
      lifespan: null,
      ...(handlers ? { permissions: handlers.map(actionOf) } : {}),
    },
  });
  if (status !== 201) {
    throw new Error(`api-tokens: ${status} ${JSON.stringify(body)}`);
  }
  return { token: body.data.accessKey, name };
};

const tokensOf = new WeakMap<App, Map<string, Promise<{ token: string }>>>();

/** Returns the API token of a site with these rights. The first call creates it. */
export const apiToken = async (app: App, type: Kind, handlers?: string[]): Promise<string> => {
  const made = tokensOf.get(app) ?? new Map<string, Promise<{ token: string }>>();
  tokensOf.set(app, made);
  const key = [type, ...(handlers ?? [])].join();
  const token = made.get(key) ?? makeApiToken(app, type, handlers);
  made.set(key, token);
  return (await token).token;
};

/** A token for the whole content API, such as `PUT /api/users/:id`. */
export const fullAccessToken = (app: App): Promise<string> => apiToken(app, 'full-access');
