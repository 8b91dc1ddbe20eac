import type { z } from '@strapi/utils';
import { problem, validationError } from './errors';

/**
 * Checks what came from outside.
 *
 * @returns the value in the shape of the schema, with its defaults filled in
 * @throws ValidationError (400) that lists every problem with its path
 */
export const validate = <Schema extends z.ZodType>(
  schema: Schema,
  value: unknown
): z.output<Schema> => {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw validationError(
    result.error.issues.map(({ path, message }) =>
      problem(path.map(String), path.length > 0 ? `${path.join('.')}: ${message}` : message)
    )
  );
};
