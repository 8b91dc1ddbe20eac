import { errors, z } from '@strapi/utils';

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
  const problems = result.error.issues.map((issue) => ({
    path: issue.path.map(String),
    name: 'ValidationError',
    message: issue.path.length > 0 ? `${issue.path.join('.')}: ${issue.message}` : issue.message,
  }));
  throw new errors.ValidationError(problems.map(({ message }) => message).join('; '), {
    errors: problems,
  });
};
