import { queryParameters } from '../../../plugins/user-profile/server/src/openapi/parameters';
import { inputSchema } from '../../../plugins/user-profile/server/src/openapi/schemas';
import adminRoutes from '../../../plugins/user-profile/server/src/routes/admin';
import contentApiRoutes from '../../../plugins/user-profile/server/src/routes/content-api';
import { isOwnHandler } from '../authorization/content-api-routes';

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

const contentApi: FuzzRoute[] = contentApiRoutes().routes.map(
  ({ method, path, handler, request }) => ({
    api: 'content',
    method,
    path,
    prefix: '/api/user-profile',
    isOwn: isOwnHandler(handler),
    body: request.body && inputSchema(request.body['application/json']),
    query: queryParameters(request.query) as unknown as FuzzRoute['query'],
  })
);

const admin: FuzzRoute[] = adminRoutes().routes.map(({ method, path, input }) => ({
  api: 'admin',
  method,
  path,
  prefix: '/user-profile',
  isOwn: false,
  body: input.body && inputSchema(input.body),
  query: queryParameters(input.query?.shape) as unknown as FuzzRoute['query'],
}));

/** Every route of the plugin. */
export const SURFACE: FuzzRoute[] = [...contentApi, ...admin];
