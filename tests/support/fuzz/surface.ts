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
  /** As the route table has it: `/users/:id`. */
  path: string;
  /** Before the path. */
  prefix: string;
  /** Serves whoever is signed in, and no token. */
  isOwn: boolean;
  body?: JsonSchema;
  query: { name: string; schema: JsonSchema }[];
}

/** What the panel alone sends. Whatever has no schema gets bodies that no schema made. */
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

/** The admin API has the same paths, and takes what the content API takes there. */
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

/** Every route of the plugin, from its route tables. */
export const SURFACE: FuzzRoute[] = [...contentApi, ...admin];
