import type { ContentApiRoute } from '../routes/content-api/route';
import type { Json } from './schemas';

/** The body that Strapi answers every error with. */
const problem: Json = {
  type: 'object',
  description: 'One of the things that are wrong with what was sent.',
  properties: {
    path: {
      type: 'array',
      items: { type: 'string' },
      description: 'Where, such as `["user_metadata", "colour"]`.',
    },
    name: { type: 'string' },
    message: { type: 'string' },
  },
  required: ['path', 'name', 'message'],
  additionalProperties: false,
};

const error: Json = {
  type: 'object',
  description: 'The body of every answer that is an error.',
  properties: {
    data: { type: 'null' },
    error: {
      type: 'object',
      properties: {
        status: { type: 'integer' },
        name: { type: 'string', description: 'Such as `ValidationError`.' },
        message: { type: 'string', description: 'For people.' },
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

const ERRORS: Record<number, { name: string; description: string }> = {
  400: {
    name: 'BadRequest',
    description:
      'What was sent cannot be used; `details.errors` lists every problem with its path.',
  },
  401: { name: 'Unauthorized', description: 'The token is wrong, or has ended.' },
  403: {
    name: 'Forbidden',
    description: 'No token, or one without the permission; or `app_metadata` was sent.',
  },
  404: { name: 'NotFound', description: 'What the path names is not there.' },
  409: {
    name: 'Conflict',
    description:
      'It collides with what is there: an email that is taken, a change that starts from an old revision.',
  },
  413: { name: 'PayloadTooLarge', description: 'The body is larger than the site takes.' },
  429: {
    name: 'TooManyRequests',
    description: 'Too many tries; wait as many seconds as `Retry-After` says.',
  },
};

export const errorResponses = (): Record<string, Json> =>
  Object.fromEntries(
    Object.values(ERRORS).map(({ name, description }) => [
      name,
      {
        description,
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    ])
  );

/** The statuses of errors that a route can answer with. */
export const errorStatusesOf = ({
  method,
  request,
  config,
  documentation,
}: ContentApiRoute): number[] => {
  const hasParams = Object.keys(request.params).length > 0;
  const hasBody = Boolean(request.body);
  const isOpen = config.auth === false;
  return [
    ...(hasParams || hasBody || request.query || method !== 'GET' ? [400] : []),
    ...(isOpen ? [] : [401, 403]),
    // Signing in says 400 for whatever it cannot use.
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
