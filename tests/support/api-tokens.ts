import { randomBytes } from 'node:crypto';

import type { TestStrapi } from './strapi';

type App = Pick<TestStrapi, 'request' | 'adminToken'>;
type Kind = 'read-only' | 'full-access' | 'custom';

export const actionOf = (handler: string): string => `plugin::user-profile.${handler}`;

/** Creates an API token of the content API. A `custom` token may call the given handlers. */
export const createApiToken = async (
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

const tokensByApp = new WeakMap<App, Map<string, Promise<{ token: string }>>>();

/** Returns the API token of a site with these rights. The first call creates it. */
export const getApiToken = async (app: App, type: Kind, handlers?: string[]): Promise<string> => {
  const tokens = tokensByApp.get(app) ?? new Map<string, Promise<{ token: string }>>();
  tokensByApp.set(app, tokens);
  const key = [type, ...(handlers ?? [])].join();
  const token = tokens.get(key) ?? createApiToken(app, type, handlers);
  tokens.set(key, token);
  return (await token).token;
};

/** A token for the whole content API, such as `PUT /api/users/:id`. */
export const getFullAccessToken = (app: App): Promise<string> => getApiToken(app, 'full-access');
