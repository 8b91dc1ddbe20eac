import type { z } from '@strapi/utils';
import { problem, validationError } from './errors';

/** Strapi's envelope is no part of a path: the email is `email`, whoever finds the problem. */
const withoutEnvelope = ([first, ...rest]: string[]): string[] => {
  if (first === undefined) return [];
  return first === 'data' && rest.length > 0 ? rest : [first, ...rest];
};

/**
 * Checks what came from outside.
 *
 * @param at where the value is in what was sent, for the paths of problems
 * @returns the value in the shape of the schema, with its defaults filled in
 * @throws ValidationError (400) that lists every problem with its path
 */
export const validate = <Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  at: string[] = []
): z.output<Schema> => {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw validationError(
    result.error.issues.map((issue) => {
      const path = [...at, ...withoutEnvelope(issue.path.map(String))];
      return problem(path, path.length > 0 ? `${path.join('.')}: ${issue.message}` : issue.message);
    })
  );
};
