import { randomBytes } from 'node:crypto';

import type { TestStrapi } from './strapi';

type App = Pick<TestStrapi, 'request' | 'adminToken'>;
type Kind = 'read-only' | 'full-access' | 'custom';

export const actionOf = (handler: string): string => `plugin::user-profile.${handler}`;

/** Makes an API token of the content API; a `custom` one may do what the handlers say. */
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

/** The API token of a site with these rights, made where it is asked for the first time. */
export const apiToken = async (app: App, type: Kind, handlers?: string[]): Promise<string> => {
  const made = tokensOf.get(app) ?? new Map<string, Promise<{ token: string }>>();
  tokensOf.set(app, made);
  const key = [type, ...(handlers ?? [])].join();
  const token = made.get(key) ?? makeApiToken(app, type, handlers);
  made.set(key, token);
  return (await token).token;
};

/** A token that may use the whole content API, such as `PUT /api/users/:id`. */
export const fullAccessToken = (app: App): Promise<string> => apiToken(app, 'full-access');
