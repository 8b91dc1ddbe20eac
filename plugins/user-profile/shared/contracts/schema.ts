import type { z } from '@strapi/utils';

/** The named schemas. The OpenAPI document refers to them by id. */
export const components = new Map<string, z.ZodType>();

/**
 * Registers a schema under its name in the OpenAPI document.
 * @param id must be unique
 */
export const component = <Schema extends z.ZodType>(id: string, schema: Schema): Schema => {
  components.set(id, schema);
  return schema;
};
