import type { z } from '@strapi/utils';

import { problem, validationError, type Problem } from './errors';
import { problemsOfJson } from './plain-json';

/** Removes Strapi's envelope from a path: `data.email` becomes `email`. */
const withoutEnvelope = ([first, ...rest]: string[]): string[] => {
  if (first === undefined) {
    return [];
  }
  return first === 'data' && rest.length > 0 ? rest : [first, ...rest];
};

const located = (at: string[], { path: found, message }: Pick<Problem, 'path' | 'message'>) => {
  const path = [...at, ...withoutEnvelope(found)];
  return problem(path, path.length > 0 ? `${path.join('.')}: ${message}` : message);
};

export type Checked<Schema extends z.ZodType> =
  { data: z.output<Schema>; problems: [] } | { data: undefined; problems: Problem[] };

/**
 * Checks external input against a schema.
 *
 * @param at the path of the value in the request, for the paths of problems
 * @returns the parsed value with the defaults of the schema, or every problem
 */
export const check = <Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  at: string[] = []
): Checked<Schema> => {
  const problems = problemsOfJson(value);
  const result = schema.safeParse(value);
  if (result.success && problems.length === 0) {
    return { data: result.data, problems: [] };
  }
  const issues = (result.error?.issues ?? []).map(({ path, message }) => ({
    path: path.map(String),
    message,
  }));
  return { data: undefined, problems: [...issues, ...problems].map((each) => located(at, each)) };
};

/**
 * Validates external input.
 *
 * @param at the path of the value in the request, for the paths of problems
 * @returns the parsed value with the defaults of the schema
 * @throws ValidationError (400) that lists every problem with its path
 */
export const validate = <Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  at: string[] = []
): z.output<Schema> => {
  const { data, problems } = check(schema, value, at);
  if (problems.length > 0) {
    throw validationError(problems);
  }
  return data as z.output<Schema>;
};
