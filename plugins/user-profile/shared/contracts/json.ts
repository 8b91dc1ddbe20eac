import { z } from '@strapi/utils';
import { describedBy } from './schema';

export type JsonValue =
  string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

export type JsonObject = { [key: string]: JsonValue };

/**
 * Only that it is an object is checked here: a schema that walks into it would skip `__proto__`, and
 * exhaust the stack on what is nested deep. The server walks through it itself.
 */
export const jsonObject = describedBy(
  z.custom<JsonObject>(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    'must be a JSON object'
  ),
  { type: 'object', additionalProperties: true }
);
