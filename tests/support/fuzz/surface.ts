import type { z } from '@strapi/utils';

import { queryParameters } from '../../../plugins/user-profile/server/src/openapi/parameters';
import { inputSchema } from '../../../plugins/user-profile/server/src/openapi/schemas';
import adminRoutes from '../../../plugins/user-profile/server/src/routes/admin';
import contentApiRoutes from '../../../plugins/user-profile/server/src/routes/content-api';
import { exportUsersBody } from '../../../plugins/user-profile/shared/contracts/exports';
import { bulkUsersBody } from '../../../plugins/user-profile/shared/contracts/user-writes';

export type JsonSchema = Record<string, unknown>;

export interface FuzzRoute {
  api: 'content' | 'admin';
  method: string;
  /** The path of the route table: `/users/:id`. */
  path: string;
  /** Precedes the path. */
  prefix: string;
  /** Serves logged-in users and rejects API tokens. */
  isOwn: boolean;
  body?: JsonSchema;
  query: { name: string; schema: JsonSchema }[];
}

/** Bodies that only the panel sends. Routes without a schema get arbitrary bodies. */
const ADMIN_BODIES: Record<string, z.ZodType> = {
  'POST /users/bulk': bulkUsersBody,
  'POST /users/export': exportUsersBody,
};

const contentApi: FuzzRoute[] = contentApiRoutes().routes.map(
  ({ method, path, handler, request }) => ({
    api: 'content',
    method,
    path,
    prefix: '/api/user-profile',
    isOwn: handler.startsWith('me'),
    body: request.body && inputSchema(request.body['application/json']),
    query: queryParameters(request.query) as unknown as FuzzRoute['query'],
  })
);

/** A route of the admin API accepts the same body as the content API route with the same path. */
const admin: FuzzRoute[] = adminRoutes().routes.map(({ method, path }) => {
  const twin = contentApi.find((route) => route.method === method && route.path === path);
  const own = ADMIN_BODIES[`${method} ${path}`];
  return {
    api: 'admin',
    method,
    path,
    prefix: '/user-profile',
    isOwn: false,
    body: own ? inputSchema(own) : twin?.body,
    query: twin?.query ?? [],
  };
});

/** Every route of the plugin. */
export const SURFACE: FuzzRoute[] = [...contentApi, ...admin];
