import { z } from '@strapi/utils';

import { inputRule } from '../error-texts';

export type JsonValue =
  string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

export type JsonObject = { [key: string]: JsonValue };

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Only checks that the value is an object; the server validates the content. A recursive schema would skip
 * `__proto__` and overflow the stack on deeply nested input. `meta` sets the JSON Schema, which derived
 * schemas (`describe`, `optional`) inherit.
 */
export const jsonObject = z
  .unknown()
  .refine(isJsonObject, inputRule('must be a JSON object', 'input_type'))
  .meta({ type: 'object', additionalProperties: true }) as z.ZodType<JsonObject, JsonObject>;
