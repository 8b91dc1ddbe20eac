import { AnyBody, ApiResponse } from './http';
import type { TestStrapi } from './strapi';

type Server = Pick<TestStrapi, 'request' | 'adminToken'>;

/** Calls a route of the plugin's admin API as the super admin. */
export const callAdmin = async <Body = AnyBody>(
  app: Server,
  method: string,
  path: string,
  body?: unknown
): Promise<ApiResponse<Body>> =>
  app.request<Body>(method, `/user-profile${path}`, { token: await app.adminToken(), body });

/** Like `callAdmin`, but fails the test if the call fails. */
export const mustCall = async <Body = AnyBody>(
  app: Server,
  method: string,
  path: string,
  body?: unknown
): Promise<Body> => {
  const response = await callAdmin<Body>(app, method, path, body);
  if (response.status > 299) {
    throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(response.body)}`);
  }
  return response.body;
};
