import type { AnySchema } from 'ajv';
import Ajv from 'ajv/dist/2020';

import { createOpenApi } from '../../../plugins/user-profile/server/src/openapi/describe-api';
import { AnyBody, ApiResponse } from '../http';

interface Response {
  headers?: Record<string, unknown>;
  content?: Record<string, unknown>;
}

export interface Operation {
  operationId: string;
  summary: string;
  description?: string;
  tags: string[];
  security?: unknown[];
  /** Without a name if it is a reference. */
  parameters?: { name?: string }[];
  /** Missing if the route needs no permission. */
  'x-strapi-permission'?: string;
  responses: Record<string, { $ref?: string } & Response>;
}

export interface OpenApiDocument extends Record<string, unknown> {
  tags: { name: string; description?: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, unknown>>;
}

/** The document of a site with this configuration. By default Strapi's defaults apply. */
export const openApiDocument = (config: Record<string, unknown> = {}): OpenApiDocument => {
  const get = (key: string, fallback?: unknown) => config[key] ?? fallback;
  const strapi = { config: { get } } as unknown as Parameters<typeof createOpenApi>[0]['strapi'];
  return createOpenApi({ strapi }).describe() as OpenApiDocument;
};

/** The path of a route in the document. */
export const documentedPath = (path: string): string =>
  `/api/user-profile${path.replace(/:(\w+)/g, '{$1}')}`;

const pointerTo = (...keys: string[]): string =>
  `#/${keys.map((key) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;

const JSON_TYPE = 'application/json';
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** Creates a function that returns the differences between a response and its documentation. */
export const createResponseChecker = (document: OpenApiDocument) => {
  const ajv = new Ajv({ strict: false, allErrors: true });
  ajv.addFormat('date-time', DATE_TIME);
  ajv.addSchema({ $id: 'openapi', ...document } as AnySchema);

  const schemaErrors = (pointer: string, body: unknown): string[] => {
    const check = ajv.getSchema(`openapi${pointer}`) ?? ajv.compile({ $ref: `openapi${pointer}` });
    if (check(body)) {
      return [];
    }
    return (check.errors ?? []).map(
      ({ instancePath, message, params }) =>
        `${instancePath || 'the body'} ${message} ${JSON.stringify(params)}`
    );
  };

  return (
    method: string,
    path: string,
    { status, body, headers }: ApiResponse<AnyBody>
  ): string[] => {
    const template = documentedPath(path);
    const operation = document.paths[template]?.[method.toLowerCase()];
    const declared = operation?.responses[String(status)];
    if (!declared) {
      return [`${status} is not documented`];
    }
    const keys = declared.$ref
      ? declared.$ref.slice(2).split('/')
      : ['paths', template, method.toLowerCase(), 'responses', String(status)];
    const etag = declared.headers?.ETag && !headers.get('etag') ? ['there is no ETag'] : [];
    if (!declared.$ref && !declared.content) {
      return etag;
    }
    const type = headers.get('content-type')?.split(';')[0] ?? '';
    if (declared.content && !Object.hasOwn(declared.content, type)) {
      return [...etag, `the content type "${type}" is not documented`];
    }
    const pointer = pointerTo(...keys, 'content', declared.$ref ? JSON_TYPE : type, 'schema');
    return [...etag, ...schemaErrors(pointer, body)];
  };
};
