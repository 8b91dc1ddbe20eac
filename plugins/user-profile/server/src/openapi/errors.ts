import type { ContentApiRoute } from '../routes/content-api/route';
import type { Json } from './schemas';

/** An entry of `details.errors` in Strapi's error responses. */
const problem: Json = {
  type: 'object',
  description: 'One problem with the input.',
  properties: {
    path: {
      type: 'array',
      items: { type: 'string' },
      description: 'The path of the field, such as `["user_metadata", "colour"]`.',
    },
    name: { type: 'string' },
    message: { type: 'string' },
    code: { type: 'string', description: 'A code for the message, if it has one.' },
    params: {
      type: 'object',
      description: 'The values in the message of a `code`.',
      additionalProperties: { type: ['string', 'number'] },
    },
  },
  required: ['path', 'name', 'message'],
  additionalProperties: false,
};

const error: Json = {
  type: 'object',
  description: 'The body of every error response.',
  properties: {
    data: { type: 'null' },
    error: {
      type: 'object',
      properties: {
        status: { type: 'integer' },
        name: { type: 'string', description: 'The type of the error, such as `ValidationError`.' },
        message: { type: 'string', description: 'A readable message in English.' },
        details: {
          type: 'object',
          properties: {
            errors: { type: 'array', items: { $ref: '#/components/schemas/Problem' } },
          },
          additionalProperties: true,
        },
      },
      required: ['status', 'name', 'message'],
      additionalProperties: false,
    },
  },
  required: ['data', 'error'],
  additionalProperties: false,
};

export const errorSchemas: Record<string, Json> = { Error: error, Problem: problem };

const ERRORS: Record<number, { name: string; description: string; headers?: Json }> = {
  400: {
    name: 'BadRequest',
    description: 'The input is invalid. `details.errors` lists every problem with its path.',
  },
  401: { name: 'Unauthorized', description: 'The token is invalid or has expired.' },
  403: {
    name: 'Forbidden',
    description:
      'There is no token, the request contains `app_metadata`, or the caller lacks permissions. `details.missing_permissions` names those; anonymous clients get no names.',
  },
  404: { name: 'NotFound', description: 'The resource in the path does not exist.' },
  409: {
    name: 'Conflict',
    description:
      'The request conflicts with stored data, such as an email address that is taken or an outdated revision.',
  },
  413: { name: 'PayloadTooLarge', description: 'The body is larger than the site accepts.' },
  429: {
    name: 'TooManyRequests',
    description:
      'Too many attempts. Wait for the number of seconds in `Retry-After`, or until the date in `details.until`.',
    headers: { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } },
  },
};

const UNEXPECTED = { name: 'UnexpectedError', description: 'Any other error.', headers: undefined };

export const UNEXPECTED_ERROR: Json = { $ref: `#/components/responses/${UNEXPECTED.name}` };

export const errorResponses = (): Record<string, Json> =>
  Object.fromEntries(
    [...Object.values(ERRORS), UNEXPECTED].map(({ name, description, headers }) => [
      name,
      {
        description,
        ...(headers && { headers }),
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    ])
  );

/** The error statuses that a route can return, in ascending order. */
const errorStatusesOf = ({ request, config, documentation }: ContentApiRoute): number[] => {
  const hasParams = Object.keys(request.params).length > 0;
  const hasBody = Boolean(request.body);
  const isOpen = config.auth === false;
  return [
    // Every route rejects an unknown query or body, and app_metadata.
    400,
    403,
    ...(isOpen ? [] : [401]),
    // The open login routes return 400 for an unknown connection.
    ...(hasParams && !isOpen ? [404] : []),
    ...(hasBody ? [413] : []),
    ...(documentation.errors ?? []),
  ].sort((a, b) => a - b);
};

export const errorRefs = (route: ContentApiRoute): Record<string, Json> =>
  Object.fromEntries(
    [...new Set(errorStatusesOf(route))].map((status) => [
      String(status),
      { $ref: `#/components/responses/${ERRORS[status].name}` },
    ])
  );
