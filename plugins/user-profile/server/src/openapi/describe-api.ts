import { version } from '../../../package.json';
import createRoutes from '../routes/content-api';
import { contentApiPath } from '../utils/api-path';
import type { Context } from '../utils/service';
import { describeRoutes } from './document';
import type { Json } from './schemas';

declare module '../utils/service' {
  interface Services {
    openapi: ReturnType<typeof createOpenApi>;
  }
}

/** The URL of a Strapi server with default settings. */
const DEFAULT_URL = 'http://127.0.0.1:1337';

/** Describes the plugin's REST API as an OpenAPI document. */
export const createOpenApi = ({ strapi }: { strapi: Pick<Context['strapi'], 'config'> }) => ({
  /** @returns an OpenAPI 3.1 document of all content API routes, with the URL of this site */
  describe: (): Json =>
    describeRoutes(createRoutes().routes, {
      prefix: contentApiPath(strapi, ''),
      url: strapi.config.get('server.url', DEFAULT_URL) || DEFAULT_URL,
      version,
    }),
});
