import { PLUGIN_ID } from '../../../shared/constants';
import type { ContentApiRoute } from '../routes/content-api/route';
import { errorResponses, errorSchemas } from './errors';
import { operationOf } from './operation';
import { outputSchemas, type Json } from './schemas';
import { tagsOf } from './tags';

export interface Site {
  /** The prefix of Strapi's content API, such as `/api`. */
  prefix: string;
  url: string;
  /** The version of the plugin. */
  version: string;
}

const DESCRIPTION =
  'The users of a Strapi site with their devices, history and locations. The API follows Strapi’s conventions: the envelope with `data` and `meta`, bracket notation for filters and pagination, and permissions from API tokens (Settings > API Tokens) and the roles of Users & Permissions.';

const securitySchemes: Json = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    description: 'An API token, or the access token of a logged-in user.',
  },
};

const headers: Json = {
  ETag: {
    description: 'The revision of the user, for use in `If-Match`.',
    schema: { type: 'string', examples: ['"3"'] },
  },
  Location: {
    description: 'The URL to redirect to.',
    schema: { type: 'string', format: 'uri-reference' },
  },
  RetryAfter: {
    description: 'The number of seconds to wait.',
    schema: { type: 'integer', examples: [3600] },
  },
};

const parameters: Json = {
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    description:
      'The `ETag` of the revision to change. If the user has changed since, the response is 409 and nothing is saved.',
    schema: { type: 'string', examples: ['"3"'] },
  },
};

const pathsOf = (
  routes: ContentApiRoute[],
  prefix: string,
  schemas: ReturnType<typeof outputSchemas>
) => {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = `${prefix}/${PLUGIN_ID}${route.path.replace(/:(\w+)/g, '{$1}')}`;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route, schemas) };
  }
  return paths;
};

/** @returns an OpenAPI 3.1 document of the routes */
export const describeRoutes = (routes: ContentApiRoute[], site: Site): Json => {
  const schemas = outputSchemas(routes.flatMap(({ response }) => response ?? []));
  const paths = pathsOf(routes, site.prefix, schemas);
  return {
    openapi: '3.1.0',
    info: {
      title: 'User Profiles for Strapi',
      version: site.version,
      description: DESCRIPTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: site.url }],
    security: [{ bearer: [] }],
    tags: tagsOf(routes),
    paths,
    components: {
      schemas: { ...schemas.componentsOf(paths), ...errorSchemas },
      responses: errorResponses(),
      parameters,
      headers,
      securitySchemes,
    },
  };
};
