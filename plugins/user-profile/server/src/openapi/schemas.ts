import { z } from '@strapi/utils';

import { components } from '../../../shared/contracts/schema';

/** A part of an OpenAPI document, or of a JSON Schema. */
export type Json = Record<string, unknown>;

const toRef = (id: string): string => `#/components/schemas/${id}`;

/** Removes keywords that zod adds and `format` already implies. */
const removeRedundantKeywords = (jsonSchema: Json): void => {
  if (jsonSchema.format) {
    delete jsonSchema.pattern;
  }
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) {
    delete jsonSchema.maximum;
  }
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) {
    delete jsonSchema.minimum;
  }
};

const withoutHead = ({ $schema: _schema, $id: _id, ...schema }: Json): Json => schema;

/** @returns the schema of a request, with all nested schemas inlined */
export const inputSchema = (schema: z.ZodType): Json =>
  withoutHead(
    z.toJSONSchema(schema, {
      io: 'input',
      override: ({ jsonSchema }) => removeRedundantKeywords(jsonSchema as Json),
    })
  );

const referencesIn = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' ? [String(inner)] : referencesIn(inner)
  );
};

const reachable = (all: Record<string, Json>, start: unknown): Record<string, Json> => {
  const found = new Set<string>();
  const follow = (from: unknown): void => {
    for (const [id, schema] of Object.entries(all)) {
      if (found.has(id) || !referencesIn(from).includes(toRef(id))) {
        continue;
      }
      found.add(id);
      follow(schema);
    }
  };
  follow(start);
  return Object.fromEntries(
    Object.entries(all)
      .filter(([id]) => found.has(id))
      .sort(([a], [b]) => a.localeCompare(b))
  );
};

export interface OutputSchemas {
  /** A reference if the schema is a named component, else the schema itself. */
  of(schema: z.ZodType): Json;
  /** The components that a part of a document refers to, directly or indirectly, by name. */
  componentsOf(document: unknown): Record<string, Json>;
}

/** Converts the schemas of responses. Named components are referenced, not inlined. */
export const outputSchemas = (responses: z.ZodType[]): OutputSchemas => {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of components) {
    registry.add(schema, { id });
  }
  const unnamed = new Map<z.ZodType, string>();
  for (const schema of responses) {
    if (registry.has(schema)) {
      continue;
    }
    const id = `unnamed-${unnamed.size}`;
    unnamed.set(schema, id);
    registry.add(schema, { id });
  }
  const { schemas } = z.toJSONSchema(registry, {
    io: 'output',
    uri: toRef,
    override: ({ jsonSchema }) => removeRedundantKeywords(jsonSchema as Json),
  });
  const converted = Object.fromEntries(
    Object.entries(schemas).map(([id, schema]) => [id, withoutHead(schema as Json)])
  );
  const named = Object.fromEntries([...components.keys()].map((id) => [id, converted[id]]));

  return {
    of(schema) {
      const id = unnamed.get(schema);
      return id ? converted[id] : { $ref: toRef(registry.get(schema)?.id ?? '') };
    },
    componentsOf: (document) => reachable(named, document),
  };
};
