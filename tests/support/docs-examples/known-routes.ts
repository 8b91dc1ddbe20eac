import createAdminRoutes from '../../../plugins/user-profile/server/src/routes/admin';
import { openApiDocument, type Operation } from '../openapi/document';

const { paths } = openApiDocument();

const PREFIX = '/api/user-profile';

/** Routes of Strapi, Users & Permissions and the MCP server that the pages mention. */
const ROUTES_OF_OTHERS = [
  'GET /_health',
  'GET /api/users/me',
  'POST /admin/admin-tokens',
  'POST /admin/api-tokens',
  'POST /admin/login',
  'POST /admin/webhooks',
  'POST /api/auth/local',
  'POST /api/auth/local/register',
  'POST /api/auth/refresh',
  'POST /api/auth/reset-password',
  'POST /api/users',
  'PUT /api/users/:id',
  'POST /mcp',
];

export interface KnownRoute {
  route: string;
  /** Of routes of the content API. */
  operation?: Operation;
}

const CONTENT_API: KnownRoute[] = Object.entries(paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({
    route: `${method.toUpperCase()} ${path}`,
    operation,
  }))
);

const ADMIN_API: KnownRoute[] = createAdminRoutes().routes.map(({ method, path }) => ({
  route: `${method} /user-profile${path}`,
}));

const OTHERS: KnownRoute[] = ROUTES_OF_OTHERS.map((route) => ({ route }));

const patternOf = (route: string): RegExp =>
  new RegExp(
    `^${route.replaceAll(/:\w+|\{\w+\}/g, '[^/]+').replaceAll(/[.$?]/g, String.raw`\$&`)}$`
  );

const ROUTES = [...CONTENT_API, ...ADMIN_API, ...OTHERS].map((known) => ({
  ...known,
  pattern: patternOf(known.route),
}));

/** The route that a request with a full path calls. */
export const findRoute = (method: string, path: string): KnownRoute | undefined =>
  ROUTES.find(({ pattern }) => pattern.test(`${method} ${path}`));

/** Whether a text may name a route like this: with its full path, or with that within one of both APIs. */
export const isRoute = (method: string, path: string): boolean =>
  [path, `${PREFIX}${path}`, `/user-profile${path}`, `/api${path}`].some((each) =>
    findRoute(method, each)
  );

/** Whether a route of the content API has this path, with any method. */
export const isContentApiPath = (path: string): boolean =>
  CONTENT_API.some(({ route }) => patternOf(route.replace(/^\w+ /, '')).test(path));

/** The names of the query parameters that a route documents, such as `filters` of `filters[email][$eq]`. */
export const queryNamesOf = ({ parameters = [] }: Operation): string[] =>
  parameters.flatMap(({ name }) => /^\w+/.exec(name ?? '')?.[0] ?? []);
