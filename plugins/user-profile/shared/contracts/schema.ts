import type { z } from '@strapi/utils';

/** What OpenAPI documents name and refer to, instead of writing it out wherever it is used. */
export const components = new Map<string, z.ZodType>();

/** Gives a schema its name in the OpenAPI document. */
export const component = <Schema extends z.ZodType>(id: string, schema: Schema): Schema => {
  components.set(id, schema);
  return schema;
};
