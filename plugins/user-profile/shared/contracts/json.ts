import { z } from '@strapi/utils';

export type JsonValue =
  string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

export type JsonObject = { [key: string]: JsonValue };

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Only that it is an object is checked here: a schema that walks into it would skip `__proto__`, and
 * exhaust the stack on what is nested deep. The server walks through it itself. What its JSON Schema
 * says is handed on to schemas that are made of it, with `describe` for one.
 */
export const jsonObject = z
  .unknown()
  .refine(isObject, 'must be a JSON object')
  .meta({ type: 'object', additionalProperties: true }) as z.ZodType<JsonObject, JsonObject>;
