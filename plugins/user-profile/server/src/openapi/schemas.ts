import { z } from '@strapi/utils';

import { components } from '../../../shared/contracts/schema';

/** A piece of an OpenAPI document, or of JSON Schema. */
export type Json = Record<string, unknown>;

const toRef = (id: string): string => `#/components/schemas/${id}`;

/** What zod adds and nobody who reads the document needs: the format says it already. */
const withoutNoise = (jsonSchema: Json): void => {
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

/** What has to be sent, with everything written out. */
export const inputSchema = (schema: z.ZodType): Json =>
  withoutHead(
    z.toJSONSchema(schema, {
      io: 'input',
      override: ({ jsonSchema }) => withoutNoise(jsonSchema as Json),
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
  /** A reference where the schema has a name, else the schema itself. */
  of(schema: z.ZodType): Json;
  /** Those that the given piece of a document refers to, directly or not, by name. */
  componentsOf(document: unknown): Record<string, Json>;
}

/** What is answered, with what has a name referred to by it. */
export const outputSchemas = (answers: z.ZodType[]): OutputSchemas => {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of components) {
    registry.add(schema, { id });
  }
  const unnamed = new Map<z.ZodType, string>();
  for (const schema of answers) {
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
    override: ({ jsonSchema }) => withoutNoise(jsonSchema as Json),
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
