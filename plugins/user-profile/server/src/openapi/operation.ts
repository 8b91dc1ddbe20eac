import { PLUGIN_ID } from '../../../shared/constants';
import type { ContentApiRoute } from '../routes/content-api/route';
import { errorRefs } from './errors';
import { pathParameters, queryParameters } from './parameters';
import { inputSchema, type Json, type OutputSchemas } from './schemas';

/** `me-devices.find` becomes `meDevicesFind`, which code can be named after. */
const operationIdOf = (handler: string): string =>
  handler.replace(/[-.](\w)/g, (_match, letter: string) => letter.toUpperCase());

const tagOf = (handler: string): string => {
  const [controller] = handler.split(/[-.]/);
  return controller[0].toUpperCase() + controller.slice(1);
};

const bodyOf = ({ request }: ContentApiRoute): Json =>
  request.body
    ? {
        requestBody: {
          required: true,
          content: {
            'application/json': { schema: inputSchema(request.body['application/json']) },
          },
        },
      }
    : {};

const parametersOf = ({ request, documentation }: ContentApiRoute): Json[] => [
  ...pathParameters(request.params),
  ...queryParameters(request.query),
  ...(documentation.etag === 'sent and matched'
    ? [{ $ref: '#/components/parameters/IfMatch' }]
    : []),
];

const answerOf = ({ response, documentation }: ContentApiRoute, schemas: OutputSchemas): Json => ({
  [String(documentation.status ?? 200)]: {
    description: documentation.status === 201 ? 'Created' : 'OK',
    ...(documentation.etag ? { headers: { ETag: { $ref: '#/components/headers/ETag' } } } : {}),
    content: { 'application/json': { schema: schemas.of(response) } },
  },
});

/** One route as an Operation Object. */
export const operationOf = (route: ContentApiRoute, schemas: OutputSchemas): Json => {
  const { handler, config, documentation } = route;
  const { summary, description } = documentation;
  const parameters = parametersOf(route);
  return {
    operationId: operationIdOf(handler),
    tags: [tagOf(handler)],
    summary,
    ...(description ? { description } : {}),
    ...(config.auth === false
      ? { security: [] }
      : { 'x-strapi-permission': `plugin::${PLUGIN_ID}.${handler}` }),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...bodyOf(route),
    responses: { ...answerOf(route, schemas), ...errorRefs(route) },
  };
};
