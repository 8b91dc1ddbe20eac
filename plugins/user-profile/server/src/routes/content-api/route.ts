import { z } from '@strapi/utils';

import { answerRefusals } from '../middlewares/error-responses';
import { refuseAppMetadata } from '../middlewares/reject-app-metadata';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** What a route takes and answers. OpenAPI documents are made of it; handlers validate by themselves. */
export interface Contract {
  /** One line, for people. */
  summary: string;
  description?: string;
  /** Those of the path that `PATH_PARAMS` does not know, or says too little of. */
  params?: Record<string, z.ZodType>;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Missing where the answer has no body. With 302, it is what is answered where there is nowhere to go. */
  response?: z.ZodType;
  /** Of a good answer; 200 where it is not given. */
  status?: 200 | 201 | 302;
  /** Error statuses besides those that follow from the shape of the route. */
  errors?: (404 | 409 | 413 | 429)[];
  /** Whether the answer carries the `ETag` of the user, and whether `If-Match` is looked at. */
  etag?: 'sent' | 'sent and matched';
  /** For routes that nobody needs a token for. */
  auth?: false;
}

const PATH_PARAMS: Record<string, z.ZodType> = {
  id: z.string().describe('A `documentId`, or a `user_id` with `|` as `%7C`.'),
  identityId: z
    .string()
    .describe('`<connection>|<id at the source>`, as `identities` have them, with `|` as `%7C`.'),
  deviceId: z.string().describe('The `device_id` of a device.'),
  name: z.string().describe('The name of a connection.'),
  connection: z.string().describe('The name of a connection.'),
};

const paramsOf = (path: string, given: Record<string, z.ZodType> = {}) =>
  Object.fromEntries(
    [...path.matchAll(/:(\w+)/g)].map(([, name]) => [
      name,
      given[name] ?? PATH_PARAMS[name] ?? z.string(),
    ])
  );

/** The permission of a route is named after its handler: `plugin::user-profile.<handler>`. */
export const route = (method: Method, path: string, handler: string, contract: Contract) => {
  const { params, query, body, response, auth, ...documentation } = contract;
  return {
    method,
    path,
    handler,
    request: {
      params: paramsOf(path, params),
      ...(query && { query: query.shape }),
      ...(body && { body: { 'application/json': body } }),
    },
    ...(response && { response }),
    /** Strapi leaves what it does not know alone. */
    documentation,
    config: {
      ...(auth === false && { auth }),
      middlewares: [answerRefusals, refuseAppMetadata],
    },
  };
};

export type ContentApiRoute = ReturnType<typeof route>;
