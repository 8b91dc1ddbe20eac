import { PLUGIN_ID } from '../../../shared/constants';
import type { ExportFormat } from '../../../shared/export-fields';
import type { ContentApiRoute } from '../routes/content-api/route';
import { CONTENT_TYPES } from '../utils/export-file';
import { errorRefs, UNEXPECTED_ERROR } from './errors';
import { pathParameters, queryParameters } from './parameters';
import { inputSchema, type Json, type OutputSchemas } from './schemas';
import { tagOf } from './tags';

/** `me-devices.find` becomes `meDevicesFind`, a valid function name for code generators. */
const operationIdOf = (handler: string): string =>
  handler.replace(/[-.](\w)/g, (_match, letter: string) => letter.toUpperCase());

/** A file, as a part of the body or as the body. */
const fileUpload: Json = {
  requestBody: {
    required: true,
    content: {
      'multipart/form-data': {
        schema: {
          type: 'object',
          properties: {
            file: { type: 'string', format: 'binary' },
            data: { type: 'string', description: 'The options as JSON.' },
          },
          required: ['file'],
          additionalProperties: false,
        },
      },
      'application/octet-stream': { schema: { type: 'string', format: 'binary' } },
    },
  },
};

const bodyOf = ({ request, documentation }: ContentApiRoute): Json => {
  if (documentation.upload) {
    return fileUpload;
  }
  return request.body
    ? {
        requestBody: {
          // Clients may omit a body that the schema does not require.
          required: !request.body['application/json'].safeParse(undefined).success,
          content: {
            'application/json': { schema: inputSchema(request.body['application/json']) },
          },
        },
      }
    : {};
};

const parametersOf = ({ request, documentation }: ContentApiRoute): Json[] => [
  ...pathParameters(request.params),
  ...queryParameters(request.query),
  ...(documentation.etag === 'sent and matched'
    ? [{ $ref: '#/components/parameters/IfMatch' }]
    : []),
];

const redirect: Json = {
  description: 'Found',
  headers: { Location: { $ref: '#/components/headers/Location' } },
};

const FILE_SCHEMAS: Record<ExportFormat, Json> = {
  ndjson: { type: 'string' },
  json: { type: 'array', items: { type: 'object' } },
  csv: { type: 'string' },
};

const fileContent = (formats: readonly ExportFormat[]): Json =>
  Object.fromEntries(
    formats.map((format) => [CONTENT_TYPES[format], { schema: FILE_SCHEMAS[format] }])
  );

const DESCRIPTIONS: Record<number, string> = {
  201: 'Created',
  202: 'Accepted',
  503: 'Service Unavailable',
};

const responseWithBody = (
  { response, documentation: { etag, file, mediaType } }: ContentApiRoute,
  schemas: OutputSchemas,
  status: number
): Json => ({
  description: DESCRIPTIONS[status] ?? 'OK',
  ...(file ? { content: fileContent(file) } : {}),
  ...(etag ? { headers: { ETag: { $ref: '#/components/headers/ETag' } } } : {}),
  ...(response
    ? { content: { [mediaType ?? 'application/json']: { schema: schemas.of(response) } } }
    : {}),
});

/**
 * A redirecting route may also return a body, if the request names no URL to redirect to. If it only
 * redirects, it has a default response, because linters require that or a 2xx.
 */
const responsesOf = (route: ContentApiRoute, schemas: OutputSchemas): Json => {
  const { status = 200, alsoStatus } = route.documentation;
  if (status !== 302) {
    return Object.fromEntries(
      [status, ...(alsoStatus ? [alsoStatus] : [])].map((each) => [
        each,
        responseWithBody(route, schemas, each),
      ])
    );
  }
  return {
    302: redirect,
    ...(route.response
      ? { 200: responseWithBody(route, schemas, 200) }
      : { default: UNEXPECTED_ERROR }),
  };
};

/** @returns the Operation Object of a route */
export const operationOf = (route: ContentApiRoute, schemas: OutputSchemas): Json => {
  const { handler, config, documentation } = route;
  const { summary, description } = documentation;
  const parameters = parametersOf(route);
  return {
    operationId: operationIdOf(handler),
    tags: [tagOf(handler)],
    summary,
    description,
    ...(config.auth === false
      ? { security: [] }
      : { 'x-strapi-permission': `plugin::${PLUGIN_ID}.${handler}` }),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...bodyOf(route),
    responses: { ...responsesOf(route, schemas), ...errorRefs(route) },
  };
};
