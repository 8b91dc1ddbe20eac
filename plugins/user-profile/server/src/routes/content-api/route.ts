import { z } from '@strapi/utils';

import type { ExportFormat } from '../../../../shared/export-fields';
import { middlewaresFor } from '../middlewares/for-route';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/**
 * The input and output of a route, for the OpenAPI document. A route without `query` or `body` rejects every
 * query or body; handlers validate what is declared.
 */
export interface Contract {
  /** One line, shown in API documentation. */
  summary: string;
  description: string;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Not set if there is no body. With status 302: the body of the 200 that is returned without a redirect. */
  response?: z.ZodType;
  /** Of a successful response. Default: `application/json`. */
  mediaType?: 'text/plain';
  /** The body is a file: a multipart body, or the bytes themselves. */
  upload?: true;
  /** The response is a file, in the one of these formats that the request names. */
  file?: readonly ExportFormat[];
  /** Of a successful response. Default: 200. */
  status?: 200 | 201 | 202 | 302;
  /** Another status with the same body. */
  alsoStatus?: 503;
  /** Error statuses in addition to those that follow from method, path and body. */
  errors?: (404 | 409 | 413 | 429)[];
  /** Whether the response has the `ETag` of the user, and whether `If-Match` is checked. */
  etag?: 'sent' | 'sent and matched';
  /** Set for routes that need no token. */
  auth?: false;
}

const PATH_PARAMS: Record<string, z.ZodType> = {
  id: z.string().describe('A `documentId`, or a `user_id` with `|` as `%7C`.'),
  identityId: z
    .string()
    .describe('`<connection>|<id at the source>`, as in `identities`, with `|` as `%7C`.'),
  deviceId: z.string().describe('The `device_id` of a device.'),
  importId: z.string().describe('The `id` of an import.'),
  sessionId: z.string().describe('The `session_id` of a session.'),
  name: z.string().describe('The name of a connection.'),
  connection: z.string().describe('The name of a connection.'),
};

const paramsOf = (path: string) =>
  Object.fromEntries(
    [...path.matchAll(/:(\w+)/g)].map(([, name]) => [name, PATH_PARAMS[name] ?? z.string()])
  );

/** The permission of a route is named after its handler: `plugin::user-profile.<handler>`. */
export const route = (method: Method, path: string, handler: string, contract: Contract) => {
  const { query, body, response, auth, ...documentation } = contract;
  return {
    method,
    path,
    handler,
    request: {
      params: paramsOf(path),
      ...(query && { query: query.shape }),
      ...(body && { body: { 'application/json': body } }),
    },
    ...(response && { response }),
    /** Strapi ignores unknown keys of a route. */
    documentation,
    config: {
      ...(auth === false && { auth }),
      middlewares: middlewaresFor({
        query,
        body,
        upload: contract.upload,
        ifMatch: contract.etag === 'sent and matched',
      }),
    },
  };
};

export type ContentApiRoute = ReturnType<typeof route>;
