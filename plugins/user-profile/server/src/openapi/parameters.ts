import type { z } from '@strapi/utils';

import { inputSchema, type Json } from './schemas';

interface ObjectSchema extends Json {
  type: 'object';
  properties: Record<string, Json>;
  required?: string[];
}

const isObject = (schema: Json): schema is ObjectSchema =>
  schema.type === 'object' && typeof schema.properties === 'object';

/**
 * One parameter for each value, named as in the URL: `filters[blocked][$eq]`. OpenAPI's `deepObject` style
 * is defined for one level of nesting only.
 */
const leaves = (name: string, schema: Json, required: boolean): Json[] => {
  if (!isObject(schema)) {
    const { description, ...rest } = schema;
    return [{ name, in: 'query', required, ...(description ? { description } : {}), schema: rest }];
  }
  return Object.entries(schema.properties).flatMap(([key, inner]) =>
    leaves(`${name}[${key}]`, inner, required && (schema.required ?? []).includes(key))
  );
};

export const queryParameters = (query: Record<string, z.ZodType> = {}): Json[] =>
  Object.entries(query).flatMap(([name, schema]) =>
    leaves(name, inputSchema(schema), !schema.safeParse(undefined).success)
  );

export const pathParameters = (params: Record<string, z.ZodType>): Json[] =>
  Object.entries(params).map(([name, schema]) => {
    const { description, ...rest } = inputSchema(schema);
    return {
      name,
      in: 'path',
      required: true,
      ...(description ? { description } : {}),
      schema: rest,
    };
  });
